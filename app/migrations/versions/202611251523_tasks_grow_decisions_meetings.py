"""tasks grow, decisions, meetings"""

import sqlalchemy as sa
from alembic import op

from app.kit.db import UtcDateTime

revision = "202611251523"
down_revision = "202611221600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kit_search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit_search_document")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_kit_search_document_kind_record_id")),
    )
    with op.batch_alter_table("kit_search_document", schema=None) as batch_op:
        batch_op.create_index("ix_kit_search_document_team_id", ["team_id", "id"], unique=False)

    op.create_table(
        "decisions_last_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_decisions_last_number_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_last_number")),
        sa.UniqueConstraint("team_id", "year", name=op.f("uq_decisions_last_number_team_id_year")),
    )
    op.create_table(
        "decisions_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("round_days", sa.Integer(), nullable=False),
        sa.Column("quorum_percent", sa.Integer(), nullable=False),
        sa.Column("open_voting", sa.Boolean(), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("kept_years", sa.Integer(), nullable=True),
        sa.Column("kept_since", sa.Date(), nullable=True),
        sa.Column("next_filing_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_decisions_settings_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_settings")),
        sa.UniqueConstraint("team_id", name=op.f("uq_decisions_settings_team_id")),
    )
    with op.batch_alter_table("decisions_settings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_settings_next_filing_at"), ["next_filing_at"], unique=False)

    op.create_table(
        "kit_search_word",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["kit_search_document.id"], name=op.f("fk_kit_search_word_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("team_id", "word", "document_id", name=op.f("pk_kit_search_word")),
    )
    with op.batch_alter_table("kit_search_word", schema=None) as batch_op:
        batch_op.create_index("ix_kit_search_word_document_id", ["document_id"], unique=False)

    op.create_table(
        "agenda_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("ends_itself_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "running",
                "closed",
                "not_held",
                "left_out",
                name="meetingstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "skip_reason",
            sa.Enum("holiday", "set", "posted_too_late", name="skipreason", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("current_item_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("minutes", sa.JSON(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["people_channel.id"], name=op.f("fk_agenda_meeting_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["people_person.id"], name=op.f("fk_agenda_meeting_closed_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["people_person.id"], name=op.f("fk_agenda_meeting_opened_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_agenda_meeting_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_meeting")),
        sa.UniqueConstraint("team_id", "planned_on", name=op.f("uq_agenda_meeting_team_id_planned_on")),
    )
    with op.batch_alter_table("agenda_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_meeting_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_meeting_closed_by"), ["closed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_meeting_opened_by"), ["opened_by"], unique=False)
        batch_op.create_index("ix_agenda_meeting_state", ["state", "ends_itself_at"], unique=False)
        batch_op.create_index(
            "uq_agenda_meeting_running",
            ["team_id"],
            unique=True,
            postgresql_where=sa.text("state = 'running'"),
            sqlite_where=sa.text("state = 'running'"),
        )
        batch_op.create_index("ix_agenda_meeting_warned_on", ["team_id", "warned_on"], unique=False)
        batch_op.create_index("ix_agenda_meeting_team_id", ["team_id", "state", "on"], unique=False)

    op.create_table(
        "agenda_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("active", "paused", name="seriesstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts_time", sa.Time(), nullable=False),
        sa.Column("length_minutes", sa.Integer(), nullable=False),
        sa.Column("posted_before_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("weekly", "biweekly", "monthly", name="rhythm", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("anchor_on", sa.Date(), nullable=False),
        sa.Column(
            "holiday_rule",
            sa.Enum("skip", "move", name="holidayrule", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_post_at", UtcDateTime(), nullable=True),
        sa.Column("next_filing_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["people_channel.id"], name=op.f("fk_agenda_series_channel_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_agenda_series_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_series")),
        sa.UniqueConstraint("team_id", name=op.f("uq_agenda_series_team_id")),
    )
    with op.batch_alter_table("agenda_series", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_series_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_series_next_filing_at"), ["next_filing_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_series_next_post_at"), ["next_post_at"], unique=False)

    op.create_table(
        "decisions_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "in_force",
                "superseded",
                "revoked",
                "not_adopted",
                name="decisionstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("way", sa.Enum("noted", "consent", "vote", name="way", native_enum=False, length=20), nullable=False),
        sa.Column("wording", sa.String(length=2000), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("decided_by", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column(
            "effect",
            sa.Enum("reached", "partly", "not_reached", "not_measured", name="effect", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("effect_note", sa.String(length=2000), nullable=True),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("open_voting", sa.Boolean(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=True),
        sa.Column("opens_at", UtcDateTime(), nullable=True),
        sa.Column("closes_at", UtcDateTime(), nullable=True),
        sa.Column("remind_on", sa.Date(), nullable=True),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("origin_kind", sa.String(length=40), nullable=True),
        sa.Column("origin_id", sa.String(length=60), nullable=True),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("filed_from", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["people_person.id"], name=op.f("fk_decisions_decision_created_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"],
            ["decisions_decision.id"],
            name=op.f("fk_decisions_decision_supersedes_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_decisions_decision_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_decision")),
        sa.UniqueConstraint(
            "team_id", "origin_kind", "origin_id", name=op.f("uq_decisions_decision_team_id_origin_kind_origin_id")
        ),
        sa.UniqueConstraint("team_id", "year", "number", name=op.f("uq_decisions_decision_team_id_year_number")),
    )
    with op.batch_alter_table("decisions_decision", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_decision_closes_at", ["state", "closes_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_decision_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_decision_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index("ix_decisions_decision_review_on", ["team_id", "state", "review_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_decisions_decision_supersedes_id"), ["supersedes_id"], unique=False)
        batch_op.create_index("ix_decisions_decision_filed_from", ["team_id", "filed_from"], unique=False)
        batch_op.create_index("ix_decisions_decision_team_id", ["team_id", "state", "year", "number"], unique=False)

    op.create_table(
        "people_download",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("paper", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("useless_after", UtcDateTime(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_people_download_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["people_team.id"], name=op.f("fk_people_download_team_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_download")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_people_download_code_sha256")),
    )
    with op.batch_alter_table("people_download", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_download_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_download_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_download_useless_after"), ["useless_after"], unique=False)

    op.create_table(
        "tasks_reminding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_tasks_reminding_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_reminding")),
        sa.UniqueConstraint("person_id", name=op.f("uq_tasks_reminding_person_id")),
    )
    op.create_table(
        "agenda_addendum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["agenda_meeting.id"], name=op.f("fk_agenda_addendum_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_agenda_addendum_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_addendum")),
    )
    with op.batch_alter_table("agenda_addendum", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_addendum_meeting_id", ["meeting_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_addendum_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agenda_attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["agenda_meeting.id"], name=op.f("fk_agenda_attendance_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_agenda_attendance_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_attendance")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_agenda_attendance_meeting_id_person_id")),
    )
    with op.batch_alter_table("agenda_attendance", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_attendance_person_id", ["person_id"], unique=False)

    op.create_table(
        "agenda_skipped_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["agenda_series.id"], name=op.f("fk_agenda_skipped_meeting_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_skipped_meeting")),
        sa.UniqueConstraint("series_id", "on", name=op.f("uq_agenda_skipped_meeting_series_id_on")),
    )
    op.create_table(
        "agenda_treatment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("done", "deferred", "parked", "dropped", name="outcome", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=op.f("fk_agenda_treatment_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["agenda_meeting.id"], name=op.f("fk_agenda_treatment_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_treatment")),
        sa.UniqueConstraint("meeting_id", "item_id", name=op.f("uq_agenda_treatment_meeting_id_item_id")),
    )
    with op.batch_alter_table("agenda_treatment", schema=None) as batch_op:
        batch_op.create_index("ix_agenda_treatment_item_id", ["item_id"], unique=False)

    op.create_table(
        "decisions_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "proposed",
                "recorded",
                "not_adopted",
                "changed",
                "supersedes",
                "superseded",
                "revoked",
                "reviewed",
                "redacted",
                name="entrykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions_decision.id"], name=op.f("fk_decisions_entry_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_entry_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_entry")),
        sa.UniqueConstraint("decision_id", "position", name=op.f("uq_decisions_entry_decision_id_position")),
    )
    with op.batch_alter_table("decisions_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decisions_entry_person_id"), ["person_id"], unique=False)

    op.create_table(
        "decisions_participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "choice",
            sa.Enum(
                "consent", "concern", "objection", "yes", "no", "abstain", name="choice", native_enum=False, length=20
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions_decision.id"],
            name=op.f("fk_decisions_participation_decision_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_decisions_participation_person_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions_participation")),
        sa.UniqueConstraint("decision_id", "person_id", name=op.f("uq_decisions_participation_decision_id_person_id")),
    )
    with op.batch_alter_table("decisions_participation", schema=None) as batch_op:
        batch_op.create_index("ix_decisions_participation_person_id", ["person_id"], unique=False)

    op.create_table(
        "tasks_supporter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people_person.id"], name=op.f("fk_tasks_supporter_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks_task.id"], name=op.f("fk_tasks_supporter_task_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_supporter")),
        sa.UniqueConstraint("task_id", "person_id", name=op.f("uq_tasks_supporter_task_id_person_id")),
    )
    with op.batch_alter_table("tasks_supporter", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_supporter_person_id", ["person_id"], unique=False)

    op.create_index("ix_people_absence_last_day", "people_absence", ["last_day"])

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("presenter_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("times_carried", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("skips_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("made", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index("ix_agenda_item_ended_on", ["team_id", "state", "ended_on"], unique=False)
        batch_op.drop_index(batch_op.f("ix_agenda_item_team_id"))
        batch_op.create_index("ix_agenda_item_team_id", ["team_id", "state", "position", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_presenter_id"), ["presenter_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_agenda_item_presenter_id"), "people_person", ["presenter_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.drop_column("note")

    with op.batch_alter_table("tasks_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("owner_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("accepted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("offered_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.String(length=500), nullable=True))
        batch_op.add_column(sa.Column("important", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("times_overdue", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waits_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("form_key", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("snoozed_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(length=1000), nullable=True))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_tasks_task_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "ix_tasks_task_offered_to_id",
            ["offered_to_id"],
            unique=False,
            sqlite_where=sa.text("offered_to_id IS NOT NULL"),
            postgresql_where=sa.text("offered_to_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_tasks_task_created_by"))
        batch_op.create_index("ix_tasks_task_created_by", ["created_by", "state", "due_on"], unique=False)
        batch_op.create_index("ix_tasks_task_done_on", ["done_on"], unique=False)
        batch_op.create_index("ix_tasks_task_team_done", ["team_id", "done_on"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_tasks_task_team_id_form_key"), ["team_id", "form_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_tasks_task_offered_to_id"), "people_person", ["offered_to_id"], ["id"], ondelete="SET NULL"
        )

    with op.batch_alter_table("kit_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kit_post_posted_at"), ["posted_at"], unique=False)

    with op.batch_alter_table("people_member", schema=None) as batch_op:
        batch_op.create_index("ix_people_member_left_on", ["left_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("people_member", schema=None) as batch_op:
        batch_op.drop_index("ix_people_member_left_on")

    with op.batch_alter_table("kit_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kit_post_posted_at"))

    op.drop_index("ix_people_absence_last_day", "people_absence")

    with op.batch_alter_table("tasks_task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tasks_task_offered_to_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_tasks_task_team_id_form_key"), type_="unique")
        batch_op.drop_index("ix_tasks_task_team_done")
        batch_op.drop_index("ix_tasks_task_done_on")
        batch_op.drop_index("ix_tasks_task_created_by")
        batch_op.create_index(batch_op.f("ix_tasks_task_created_by"), ["created_by"], unique=False)
        batch_op.drop_index("ix_tasks_task_offered_to_id")
        batch_op.drop_index(batch_op.f("ix_tasks_task_meeting_id"))
        batch_op.drop_column("meeting_id")
        batch_op.drop_column("link")
        batch_op.drop_column("snoozed_until")
        batch_op.drop_column("times_overdue")
        batch_op.drop_column("important")
        batch_op.drop_column("reason")
        batch_op.drop_column("offered_to_id")
        batch_op.drop_column("form_key")
        batch_op.drop_column("waits_since")
        batch_op.drop_column("accepted")
        batch_op.drop_column("owner_name")

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("note", sa.VARCHAR(length=2000), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_agenda_item_presenter_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_agenda_item_presenter_id"))
        batch_op.drop_index("ix_agenda_item_team_id")
        batch_op.create_index(batch_op.f("ix_agenda_item_team_id"), ["team_id", "state", "id"], unique=False)
        batch_op.drop_index("ix_agenda_item_ended_on")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("made")
        batch_op.drop_column("version")
        batch_op.drop_column("link")
        batch_op.drop_column("skips_on")
        batch_op.drop_column("times_carried")
        batch_op.drop_column("minutes")
        batch_op.drop_column("presenter_id")
        batch_op.drop_column("position")

    with op.batch_alter_table("tasks_supporter", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_supporter_person_id")

    op.drop_table("tasks_supporter")
    with op.batch_alter_table("decisions_participation", schema=None) as batch_op:
        batch_op.drop_index("ix_decisions_participation_person_id")

    op.drop_table("decisions_participation")
    with op.batch_alter_table("decisions_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_entry_person_id"))

    op.drop_table("decisions_entry")
    with op.batch_alter_table("agenda_treatment", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_treatment_item_id")

    op.drop_table("agenda_treatment")
    op.drop_table("agenda_skipped_meeting")
    with op.batch_alter_table("agenda_attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_attendance_person_id")

    op.drop_table("agenda_attendance")
    with op.batch_alter_table("agenda_addendum", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_addendum_person_id"))
        batch_op.drop_index("ix_agenda_addendum_meeting_id")

    op.drop_table("agenda_addendum")
    op.drop_table("tasks_reminding")
    with op.batch_alter_table("people_download", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_download_useless_after"))
        batch_op.drop_index(batch_op.f("ix_people_download_team_id"))
        batch_op.drop_index(batch_op.f("ix_people_download_person_id"))

    op.drop_table("people_download")
    with op.batch_alter_table("decisions_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_decisions_decision_team_id")
        batch_op.drop_index("ix_decisions_decision_filed_from")
        batch_op.drop_index(batch_op.f("ix_decisions_decision_supersedes_id"))
        batch_op.drop_index("ix_decisions_decision_review_on")
        batch_op.drop_index(batch_op.f("ix_decisions_decision_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_decisions_decision_created_by"))
        batch_op.drop_index("ix_decisions_decision_closes_at")

    op.drop_table("decisions_decision")
    with op.batch_alter_table("agenda_series", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_series_next_post_at"))
        batch_op.drop_index(batch_op.f("ix_agenda_series_next_filing_at"))
        batch_op.drop_index(batch_op.f("ix_agenda_series_channel_id"))

    op.drop_table("agenda_series")
    with op.batch_alter_table("agenda_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_meeting_team_id")
        batch_op.drop_index("uq_agenda_meeting_running")
        batch_op.drop_index("ix_agenda_meeting_warned_on")
        batch_op.drop_index("ix_agenda_meeting_state")
        batch_op.drop_index(batch_op.f("ix_agenda_meeting_opened_by"))
        batch_op.drop_index(batch_op.f("ix_agenda_meeting_closed_by"))
        batch_op.drop_index(batch_op.f("ix_agenda_meeting_channel_id"))

    op.drop_table("agenda_meeting")
    with op.batch_alter_table("kit_search_word", schema=None) as batch_op:
        batch_op.drop_index("ix_kit_search_word_document_id")

    op.drop_table("kit_search_word")
    with op.batch_alter_table("decisions_settings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decisions_settings_next_filing_at"))

    op.drop_table("decisions_settings")
    op.drop_table("decisions_last_number")
    with op.batch_alter_table("kit_search_document", schema=None) as batch_op:
        batch_op.drop_index("ix_kit_search_document_team_id")

    op.drop_table("kit_search_document")
