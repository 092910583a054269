"""`/aufgabe Saal buchen @Bert bis Freitag`: what was read is made; what was not comes back in the filled form."""

from dataclasses import dataclass, field, replace
from datetime import date

from app.kit.answers import Answer, Button, Said
from app.kit.commands import Ask
from app.kit.errors import UserError
from app.kit.i18n import Day, Text, _, verbatim
from app.kit.incoming import PlaceKind
from app.kit.unit import Unit
from app.kit.weeks import NoSuchDay
from app.people.queries import find_member, find_person, members_of, team_by_id
from app.people.rules_names import who_is_meant
from app.tasks.actions import add_task, new_form, new_key
from app.tasks.model import Task
from app.tasks.queries import today_of
from app.tasks.queries_card import button, card_of
from app.tasks.queries_form import TaskTyped, wrong_title
from app.tasks.rules import LONGEST_NAME, LONGEST_TITLE
from app.tasks.rules_words import TaskRead, read_task

EXAMPLES = {"de": "aufgabe Saal buchen @Bert bis Freitag", "en": "task book the hall @Bert by Friday"}
MOST_CANDIDATES = 5


@dataclass
class _People:
    """Whom the words name: the first is the owner, the others help."""

    ids: list[int] = field(default_factory=list)
    name: str | None = None
    """The first one, where nobody in the team is called so."""
    asked: tuple[str, tuple[int, ...]] | None = None
    """A name that several have, with who that is."""
    wrong: list[UserError] = field(default_factory=list)
    owner_asked: bool = False


def add_typed(unit: Unit, ask: Ask) -> Answer:
    """Without a name it is one's own."""
    actor = unit.acting
    today = today_of(unit, actor.team_id)
    try:
        read = read_task(ask.rest, [one.who.name for one in ask.mentions], today)
    except NoSuchDay as error:
        typed = TaskTyped(" ".join(ask.rest.split())[:LONGEST_TITLE], actor.person_id)
        return _asked_again(unit, typed, [UserError(error.sentence, field="task_due")])
    people = _people(unit, ask, read)
    typed = _typed(unit, read, people)
    errors = [*_errors(typed, today), *people.wrong]
    if errors:
        return _asked_again(unit, typed, errors)
    if people.asked:
        return _which(unit, typed, people)
    return _made(unit, ask, read, add_task(unit, ask, typed))


def _typed(unit: Unit, read: TaskRead, people: _People) -> TaskTyped:
    owner = None if people.name or people.owner_asked else people.ids[0] if people.ids else unit.acting.person_id
    helpers = tuple(one for one in people.ids if one != owner)
    return TaskTyped(read.title, owner, read.due.on if read.due else None, people.name, helpers, read.important)


def _people(unit: Unit, ask: Ask, read: TaskRead) -> _People:
    """In the order in which they stand in the text, mentions and typed names alike."""
    team_id = unit.acting.team_id
    members = [(person.id, person.name) for person, _member in members_of(unit.session, team_id)]
    found = _People()
    named = [(_place(ask.rest, one.who.name), one.who.name, one.who.entra_id) for one in ask.mentions]
    typed = [(_place(ask.rest, name), name, "") for name in read.people]
    for _at, name, entra_id in sorted([*named, *typed], key=lambda one: one[0]):
        if entra_id:
            _mentioned(unit, entra_id, name, found)
        else:
            _typed_name(name, members, found)
    return found


def _place(text: str, name: str) -> int:
    at = text.find(name)
    return at if at >= 0 else len(text)


def _mentioned(unit: Unit, entra_id: str, name: str, found: _People) -> None:
    """Teams may write one person as two mentions, first name and surname."""
    team = team_by_id(unit.session, unit.acting.team_id)
    person = find_person(unit.session, team.tenant_id, entra_id)
    if person is None or find_member(unit.session, team, person) is None:
        found.wrong.append(UserError(_("{name} gehört nicht zu diesem Team.", name=name), field=_field(found)))
    elif person.id not in found.ids:
        found.ids.append(person.id)


def _typed_name(name: str, members: list[tuple[int, str]], found: _People) -> None:
    meant = who_is_meant(name, members)
    first = not found.ids and found.name is None and found.asked is None
    if len(meant) == 1:
        if meant[0] not in found.ids:
            found.ids.append(meant[0])
    elif len(meant) > 1 and found.asked is None:
        found.asked, found.owner_asked = (name, tuple(meant)), first
    elif not meant and first:
        found.name = name[:LONGEST_NAME]
    else:
        sentence = (
            _("„{name}“ heißen mehrere im Team. Bitte unten auswählen.", name=name)
            if meant
            else _("„{name}“ ist nicht im Team. Mithelfen können nur Mitglieder des Teams.", name=name)
        )
        found.wrong.append(UserError(sentence, field="task_helpers"))


def _field(found: _People) -> str:
    return "task_helpers" if found.ids or found.name else "task_owner"


def _errors(typed: TaskTyped, today: date) -> list[UserError]:
    errors = [wrong] if (wrong := wrong_title(typed.title)) else []
    if typed.due_on and typed.due_on < today:
        past = _("Der {day} ist schon vorbei.", day=Day(typed.due_on, "d. MMMM y"))
        errors.append(UserError(past, field="task_due"))
    return errors


def _asked_again(unit: Unit, typed: TaskTyped, errors: list[UserError]) -> Answer:
    """The filled form, with what was not understood above it and at its field, and an example."""
    example = verbatim(EXAMPLES[unit.acting.language])
    notice = _("{sentence} Ein Beispiel: {example}", sentence=errors[0].sentence, example=example)
    form = new_form(unit, typed, notice=notice)
    return form.refused(typed.values, errors)


def _which(unit: Unit, typed: TaskTyped, people: _People) -> Answer:
    """A button for each; it carries all that was typed, so that nothing must be typed again."""
    assert people.asked is not None
    name, candidates = people.asked
    sentence = _("Wer ist mit „{name}“ gemeint?", name=name)
    if len(candidates) > MOST_CANDIDATES:
        return _asked_again(
            unit, typed, [UserError(sentence, field="task_owner" if people.owner_asked else "task_helpers")]
        )
    names = {person.id: person.name for person, _member in members_of(unit.session, unit.acting.team_id)}
    key = new_key()
    buttons = []
    for one in candidates:
        chosen = replace(typed, owner_id=one) if people.owner_asked else _with_supporter(typed, one)
        buttons.append(Button(verbatim(names[one]), "tasks.save_new", {**chosen.values, "form": key}))
    return Said(sentence, buttons=tuple(buttons))


def _with_supporter(typed: TaskTyped, person_id: int) -> TaskTyped:
    return replace(typed, supporter_ids=tuple(dict.fromkeys((*typed.supporter_ids, person_id))))


def _made(unit: Unit, ask: Ask, read: TaskRead, task: Task) -> Answer:
    """In the channel the card says it all; where something was read with doubt, one button corrects it."""
    in_channel = ask.place is not None and ask.place.kind is PlaceKind.CHANNEL
    told, doubt = _doubt(read, task)
    if not in_channel:
        return card_of(unit, task, told=told, doubt=doubt)
    return Said(told, buttons=(doubt,)) if told and doubt else None


def _doubt(read: TaskRead, task: Task) -> tuple[Text | None, Button | None]:
    due = read.due
    if due is None or due.sure:
        return None, None
    told = _("Eingetragen bis {day}.", day=Day(due.on))
    if due.others:
        other = due.others[0]
        label = _("Gemeint war {day}", day=Day(other, "EEE, d. MMM"))
        return told, button(label, "tasks.set_due", task, "", due=other.isoformat())
    return told, button(_("Tag ändern"), "tasks.change", task, "dialog:", dialog=True)
