"""tasks and agenda items"""

import sqlalchemy as sa
from alembic import op

revision = "202611221527"
down_revision = "202611221455"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("origin_kind", sa.String(length=40), nullable=True),
        sa.Column("origin_id", sa.String(length=60), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "done", "dropped", name="itemstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_agenda_item_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_agenda_item_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint(
            "team_id", "origin_kind", "origin_id", name=op.f("uq_agenda_item_team_id_origin_kind_origin_id")
        ),
    )
    op.create_index(op.f("ix_agenda_item_created_by"), "agenda_item", ["created_by"])
    op.create_index("ix_agenda_item_team_id", "agenda_item", ["team_id", "state", "id"])

    op.create_table(
        "tasks_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum("open", "done", name="taskstate", native_enum=False, length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("origin_kind", sa.String(length=40), nullable=True),
        sa.Column("origin_id", sa.String(length=60), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_tasks_task_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["people_person.id"], name=op.f("fk_tasks_task_owner_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_tasks_task_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_task")),
        sa.UniqueConstraint(
            "team_id", "origin_kind", "origin_id", name=op.f("uq_tasks_task_team_id_origin_kind_origin_id")
        ),
    )
    op.create_index(op.f("ix_tasks_task_created_by"), "tasks_task", ["created_by"])
    op.create_index("ix_tasks_task_owner_id", "tasks_task", ["owner_id", "state", "due_on"])
    op.create_index("ix_tasks_task_team_id", "tasks_task", ["team_id", "state", "due_on"])


def downgrade() -> None:
    op.drop_table("tasks_task")
    op.drop_table("agenda_item")
