"""The foundation: people, stand-ups, tasks, agenda items, and the kit's in- and outbox."""

import sqlalchemy as sa
from alembic import op

from app.kit.db import UtcDateTime

revision = "202611221600"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kit_conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("service_url", sa.String(length=300), nullable=False),
        sa.Column("teams_conversation_id", sa.String(length=300), nullable=True),
        sa.Column("teams_user_id", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("dead_reason", sa.String(length=60), nullable=True),
        sa.Column("died_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_conversation")),
        sa.UniqueConstraint("key", name=op.f("uq_kit_conversation_key")),
    )
    op.create_table(
        "kit_inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("arrived_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_kit_inbox_key")),
    )
    op.create_index(op.f("ix_kit_inbox_arrived_at"), "kit_inbox", ["arrived_at"], unique=False)
    op.create_table(
        "people_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("teams_team_id", sa.String(length=200), nullable=False),
        sa.Column("entra_group_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("service_url", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum("new", "active", "archived", "removed", name="teamstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("subdivision", sa.String(length=6), nullable=True),
        sa.Column("day_message_time", sa.Time(), nullable=False),
        sa.Column("next_day_message_at", UtcDateTime(), nullable=True),
        sa.Column("home_channel_id", sa.Integer(), nullable=True),
        sa.Column("installed_at", UtcDateTime(), nullable=False),
        sa.Column("installations", sa.Integer(), nullable=False),
        sa.Column("installer_entra_id", sa.String(length=64), nullable=True),
        sa.Column("set_up_at", UtcDateTime(), nullable=True),
        sa.Column("settings_changed_on", sa.Date(), nullable=True),
        sa.Column("next_roster_check_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_team")),
        sa.UniqueConstraint("tenant_id", "teams_team_id", name=op.f("uq_people_team_tenant_id_teams_team_id")),
    )
    op.create_index(op.f("ix_people_team_next_day_message_at"), "people_team", ["next_day_message_at"], unique=False)
    op.create_index(op.f("ix_people_team_next_roster_check_at"), "people_team", ["next_roster_check_at"], unique=False)
    op.create_index(op.f("ix_people_team_removed_at"), "people_team", ["removed_at"], unique=False)
    op.create_table(
        "kit_outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=True),
        sa.Column("operation", sa.String(length=10), nullable=False),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("under", sa.String(length=120), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("send_after", UtcDateTime(), nullable=False),
        sa.Column("useless_after", UtcDateTime(), nullable=False),
        sa.Column("retry_at", UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=60), nullable=True),
        sa.Column("claimed_until", UtcDateTime(), nullable=True),
        sa.Column("sending_since", UtcDateTime(), nullable=True),
        sa.Column("activity_id", sa.String(length=200), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["kit_conversation.id"], name=op.f("fk_kit_outbox_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_kit_outbox_key")),
    )
    op.create_index(
        "ix_kit_outbox_due",
        "kit_outbox",
        ["send_after", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_kit_outbox_unfinished",
        "kit_outbox",
        ["conversation_id", "send_after", "id"],
        unique=False,
        postgresql_where=sa.text("state in ('waiting', 'claimed')"),
        sqlite_where=sa.text("state in ('waiting', 'claimed')"),
    )
    op.create_index(
        "uq_kit_outbox_claimed",
        "kit_outbox",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'claimed'"),
        sqlite_where=sa.text("state = 'claimed'"),
    )
    op.create_table(
        "kit_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=120), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=200), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["kit_conversation.id"], name=op.f("fk_kit_post_conversation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_post")),
        sa.UniqueConstraint("thing", name=op.f("uq_kit_post_thing")),
    )
    op.create_index(op.f("ix_kit_post_activity_id"), "kit_post", ["activity_id"], unique=False)
    op.create_index(op.f("ix_kit_post_conversation_id"), "kit_post", ["conversation_id"], unique=False)
    op.create_table(
        "people_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("teams_channel_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "state", sa.Enum("alive", "deleted", name="channelstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("unreachable_told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_people_channel_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_channel")),
        sa.UniqueConstraint("team_id", "teams_channel_id", name=op.f("uq_people_channel_team_id_teams_channel_id")),
    )
    op.create_table(
        "people_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.String(length=64), nullable=False),
        sa.Column("entra_id", sa.String(length=200), nullable=False),
        sa.Column("teams_user_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("chosen_team_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chosen_team_id"], ["people_team.id"], name=op.f("fk_people_person_chosen_team_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_person")),
        sa.UniqueConstraint("tenant_id", "entra_id", name=op.f("uq_people_person_tenant_id_entra_id")),
    )
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
    op.create_index(op.f("ix_agenda_item_created_by"), "agenda_item", ["created_by"], unique=False)
    op.create_index("ix_agenda_item_team_id", "agenda_item", ["team_id", "state", "id"], unique=False)
    op.create_table(
        "people_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_absence_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_absence")),
    )
    op.create_index("ix_people_absence_person_id", "people_absence", ["person_id", "last_day"], unique=False)
    op.create_table(
        "people_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role", sa.Enum("coordinator", "member", "guest", name="role", native_enum=False, length=20), nullable=False
        ),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("unreachable_told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_member_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_people_member_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_member")),
        sa.UniqueConstraint("team_id", "person_id", name=op.f("uq_people_member_team_id_person_id")),
    )
    op.create_index("ix_people_member_person_id", "people_member", ["person_id"], unique=False)
    op.create_table(
        "standups_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("active", "paused", name="seriesstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("opens_weekday", sa.Integer(), nullable=False),
        sa.Column("opens_time", sa.Time(), nullable=False),
        sa.Column("reminder_weekday", sa.Integer(), nullable=True),
        sa.Column("closes_weekday", sa.Integer(), nullable=False),
        sa.Column("closes_time", sa.Time(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("weekly", "biweekly", "monthly", name="rhythm", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column(
            "holiday_rule", sa.Enum("skip", "move", name="holidayrule", native_enum=False, length=20), nullable=False
        ),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("next_year", sa.Integer(), nullable=True),
        sa.Column("next_week", sa.Integer(), nullable=True),
        sa.Column("next_opens_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["people_channel.id"], name=op.f("fk_standups_series_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_standups_series_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_series")),
        sa.UniqueConstraint("team_id", name=op.f("uq_standups_series_team_id")),
    )
    op.create_index(op.f("ix_standups_series_channel_id"), "standups_series", ["channel_id"], unique=False)
    op.create_index(op.f("ix_standups_series_next_opens_at"), "standups_series", ["next_opens_at"], unique=False)
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
    op.create_index(op.f("ix_tasks_task_created_by"), "tasks_task", ["created_by"], unique=False)
    op.create_index("ix_tasks_task_owner_id", "tasks_task", ["owner_id", "state", "due_on"], unique=False)
    op.create_index("ix_tasks_task_team_id", "tasks_task", ["team_id", "state", "due_on"], unique=False)
    op.create_table(
        "standups_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column(
            "slot",
            sa.Enum("review", "next", "blocker", "extra", name="slot", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["series_id"], ["standups_series.id"], name=op.f("fk_standups_question_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_question")),
        sa.UniqueConstraint("series_id", "slot", name=op.f("uq_standups_question_series_id_slot")),
    )
    op.create_table(
        "standups_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("iso_year", sa.Integer(), nullable=False),
        sa.Column("iso_week", sa.Integer(), nullable=False),
        sa.Column("report_on", sa.Date(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "closed", "skipped", name="roundstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "skip_reason",
            sa.Enum("holiday", "set", "opened_too_late", name="skipreason", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["people_channel.id"], name=op.f("fk_standups_round_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["standups_series.id"], name=op.f("fk_standups_round_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_standups_round_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_round")),
        sa.UniqueConstraint(
            "series_id", "iso_year", "iso_week", name=op.f("uq_standups_round_series_id_iso_year_iso_week")
        ),
    )
    op.create_index(op.f("ix_standups_round_channel_id"), "standups_round", ["channel_id"], unique=False)
    op.create_index("ix_standups_round_state", "standups_round", ["state", "closes_at"], unique=False)
    op.create_index("ix_standups_round_team_id", "standups_round", ["team_id", "state"], unique=False)
    op.create_table(
        "standups_series_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_standups_series_person_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["standups_series.id"], name=op.f("fk_standups_series_person_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_series_person")),
        sa.UniqueConstraint("series_id", "person_id", name=op.f("uq_standups_series_person_series_id_person_id")),
    )
    op.create_index("ix_standups_series_person_person_id", "standups_series_person", ["person_id"], unique=False)
    op.create_table(
        "standups_skipped_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("iso_year", sa.Integer(), nullable=False),
        sa.Column("iso_week", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["standups_series.id"], name=op.f("fk_standups_skipped_week_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_skipped_week")),
        sa.UniqueConstraint(
            "series_id", "iso_year", "iso_week", name=op.f("uq_standups_skipped_week_series_id_iso_year_iso_week")
        ),
    )
    op.create_table(
        "standups_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_standups_answer_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["standups_round.id"], name=op.f("fk_standups_answer_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_answer")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_standups_answer_round_id_person_id")),
    )
    op.create_index("ix_standups_answer_person_id", "standups_answer", ["person_id"], unique=False)
    op.create_table(
        "standups_personal_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_standups_personal_link_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["standups_round.id"], name=op.f("fk_standups_personal_link_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standups_personal_link")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_standups_personal_link_code_sha256")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_standups_personal_link_round_id_person_id")),
    )
    op.create_index("ix_standups_personal_link_person_id", "standups_personal_link", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_standups_personal_link_person_id", table_name="standups_personal_link")
    op.drop_table("standups_personal_link")
    op.drop_index("ix_standups_answer_person_id", table_name="standups_answer")
    op.drop_table("standups_answer")
    op.drop_table("standups_skipped_week")
    op.drop_index("ix_standups_series_person_person_id", table_name="standups_series_person")
    op.drop_table("standups_series_person")
    op.drop_index("ix_standups_round_team_id", table_name="standups_round")
    op.drop_index("ix_standups_round_state", table_name="standups_round")
    op.drop_index(op.f("ix_standups_round_channel_id"), table_name="standups_round")
    op.drop_table("standups_round")
    op.drop_table("standups_question")
    op.drop_index("ix_tasks_task_team_id", table_name="tasks_task")
    op.drop_index("ix_tasks_task_owner_id", table_name="tasks_task")
    op.drop_index(op.f("ix_tasks_task_created_by"), table_name="tasks_task")
    op.drop_table("tasks_task")
    op.drop_index(op.f("ix_standups_series_next_opens_at"), table_name="standups_series")
    op.drop_index(op.f("ix_standups_series_channel_id"), table_name="standups_series")
    op.drop_table("standups_series")
    op.drop_index("ix_people_member_person_id", table_name="people_member")
    op.drop_table("people_member")
    op.drop_index("ix_people_absence_person_id", table_name="people_absence")
    op.drop_table("people_absence")
    op.drop_index("ix_agenda_item_team_id", table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_created_by"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_table("people_person")
    op.drop_table("people_channel")
    op.drop_index(op.f("ix_kit_post_conversation_id"), table_name="kit_post")
    op.drop_index(op.f("ix_kit_post_activity_id"), table_name="kit_post")
    op.drop_table("kit_post")
    op.drop_index(
        "uq_kit_outbox_claimed",
        table_name="kit_outbox",
        postgresql_where=sa.text("state = 'claimed'"),
        sqlite_where=sa.text("state = 'claimed'"),
    )
    op.drop_index(
        "ix_kit_outbox_unfinished",
        table_name="kit_outbox",
        postgresql_where=sa.text("state in ('waiting', 'claimed')"),
        sqlite_where=sa.text("state in ('waiting', 'claimed')"),
    )
    op.drop_index(
        "ix_kit_outbox_due",
        table_name="kit_outbox",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    )
    op.drop_table("kit_outbox")
    op.drop_index(op.f("ix_people_team_removed_at"), table_name="people_team")
    op.drop_index(op.f("ix_people_team_next_roster_check_at"), table_name="people_team")
    op.drop_index(op.f("ix_people_team_next_day_message_at"), table_name="people_team")
    op.drop_table("people_team")
    op.drop_index(op.f("ix_kit_inbox_arrived_at"), table_name="kit_inbox")
    op.drop_table("kit_inbox")
    op.drop_table("kit_conversation")
