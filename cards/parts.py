"""The pieces all cards are made of, so that they look and read alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from microsoft_teams.cards import (
    Action,
    ActionSet,
    AdaptiveCard,
    CardElement,
    Choice,
    ChoiceSetInput,
    Container,
    DateInput,
    ExecuteAction,
    OpenUrlAction,
    RichTextBlock,
    SubmitAction,
    SubmitActionData,
    TeamsCardProperties,
    TextBlock,
    TextInput,
    TextRun,
    TimeInput,
    ToggleInput,
)

from app.kit.answers import Button, Link
from app.kit.forms import Field, Form, Kind
from app.kit.i18n import Text, _
from cards.canvas import Canvas, Drawn, Surface

LONGEST_BYTES = 20_000
"""A card's JSON stays under this; Teams counts UTF-16 and cuts at about 100 KB, other hosts earlier."""


def card(
    canvas: Canvas, body: Sequence[CardElement], actions: Sequence[Action] = (), *, summary: str, wide: bool = True
) -> Drawn:
    drawn = AdaptiveCard(
        version="1.5",
        lang=canvas.t.language,
        body=list(body),
        actions=list(actions) or None,
        fallback_text=summary,
        speak=summary,
        msteams=TeamsCardProperties(width="full") if wide and canvas.surface is Surface.CHANNEL else None,
    )
    return Drawn(drawn.model_dump(by_alias=True, exclude_none=True, mode="json"), summary)


def heading(canvas: Canvas, text: Text) -> TextBlock:
    """Our own words only: a heading knows Markdown."""
    return TextBlock(text=canvas.say(text), size="Medium", weight="Bolder", wrap=True, style="heading")


def title(canvas: Canvas, text: Text) -> list[CardElement]:
    """The card's own heading; in a dialog it stands in the frame already."""
    return [] if canvas.surface is Surface.DIALOG else [heading(canvas, text)]


def small_heading(canvas: Canvas, text: Text) -> TextBlock:
    # The size is said: a heading without one is drawn larger than the card's own title.
    return TextBlock(
        text=canvas.say(text), size="Default", weight="Bolder", wrap=True, spacing="Medium", style="heading"
    )


def sentence(
    canvas: Canvas, text: Text, *, subtle: bool = False, bold: bool = False, spacing: str = "Small"
) -> RichTextBlock:
    """A sentence of ours, with what people typed in it shown as it is."""
    return runs(
        [TextRun(text=canvas.say(text), is_subtle=subtle or None, weight="Bolder" if bold else None)], spacing=spacing
    )


def typed(text: str, *, spacing: str = "None") -> RichTextBlock:
    """What a person typed, letter by letter: asterisks and underscores stay what they are."""
    return runs([TextRun(text=text)], spacing=spacing)


def labelled(label: str, text: str, *, spacing: str = "Small") -> RichTextBlock:
    """A bold label of ours followed by what a person typed."""
    return runs([TextRun(text=f"{label}: ", weight="Bolder"), TextRun(text=text)], spacing=spacing)


def runs(inlines: Sequence[TextRun], *, spacing: str = "Small") -> RichTextBlock:
    return RichTextBlock(inlines=list(inlines), spacing=spacing)


def box(
    items: Sequence[CardElement], *, style: str | None = None, separator: bool = False, spacing: str = "Medium"
) -> Container:
    return Container(items=list(items), style=style, separator=separator or None, spacing=spacing)


def action(canvas: Canvas, button: Button, *, alone: bool = False) -> Action:
    """A button as its surface needs it: Execute in cards, Submit in dialogs, a dialog fetch where a form is asked.

    `alone`: the inputs beside it are no business of it, so that an empty required one does not hold it back.
    """
    data: dict[str, Any] = {"verb": button.verb, **button.data}
    title, style = canvas.say(button.label), "positive" if button.primary else None
    inputs: Any = "none" if alone else None
    if canvas.surface is Surface.DIALOG:
        return SubmitAction(title=title, style=style, associated_inputs=inputs, data=SubmitActionData(**data))
    if button.dialog and canvas.surface is Surface.CHANNEL:
        fetch = {**data, "msteams": {"type": "task/fetch"}}
        return SubmitAction(title=title, style=style, associated_inputs=inputs, data=SubmitActionData(**fetch))
    return ExecuteAction(
        title=title,
        style=style,
        verb=button.verb,
        associated_inputs=inputs,
        data=SubmitActionData(**data),
        # For clients older than Execute.
        fallback=SubmitAction(title=title, associated_inputs=inputs, data=SubmitActionData(**data)),
    )


def link(canvas: Canvas, link: Link) -> OpenUrlAction:
    """Opens an address; one of our own pages gets the public address before it."""
    return OpenUrlAction(
        title=canvas.say(link.label), url=canvas.public_url + link.url if link.url[0] == "/" else link.url
    )


def actions(canvas: Canvas, buttons: Iterable[Button | Link], *, alone: bool = False) -> list[Action]:
    """Links to our own pages are left out where there are none."""
    return [
        link(canvas, one) if isinstance(one, Link) else action(canvas, one, alone=alone)
        for one in buttons
        if isinstance(one, Button) or canvas.public_url or one.url[0] != "/"
    ]


def button_row(
    canvas: Canvas, buttons: Iterable[Button | Link], *, alone: bool = False, spacing: str = "Small"
) -> ActionSet:
    return ActionSet(actions=actions(canvas, buttons, alone=alone), spacing=spacing)


def form(canvas: Canvas, form: Form, *, more: Sequence[Button] = ()) -> Drawn:
    """A form, on a card or in a dialog. In a dialog the title stands in its frame already."""
    body = [*title(canvas, form.title), *form_body(canvas, form)]
    return card(canvas, body, actions(canvas, [form_button(form), *more]), summary=canvas.say(form.title))


def form_button(form: Form) -> Button:
    return Button(form.save_label, form.verb, dict(form.hidden), primary=True)


def form_body(canvas: Canvas, form: Form) -> list[CardElement]:
    """The form's inputs alone, for cards that show something else besides."""
    body: list[CardElement] = []
    if form.notice:
        body.append(box([sentence(canvas, form.notice, bold=True)], style="warning"))
    if form.intro:
        body.append(sentence(canvas, form.intro, subtle=True))
    for section in form.sections:
        if section.title.msgid:
            body.append(small_heading(canvas, section.title))
        if section.note:
            body.append(sentence(canvas, section.note, subtle=True))
        for one in section.fields:
            body.extend(_field(canvas, one))
    # Said once more beside the button: in a long form the field itself is out of sight. A notice above says it already.
    if not form.notice and (wrong := [one for section in form.sections for one in section.fields if one.error]):
        lines = [sentence(canvas, _("{label}: {error}", label=one.label, error=one.error)) for one in wrong]
        body.append(box([sentence(canvas, _("Noch nicht gespeichert:"), bold=True), *lines], style="warning"))
    return body


def _field(canvas: Canvas, one: Field) -> list[CardElement]:
    drawn: list[CardElement] = []
    if one.error:
        drawn.append(runs([TextRun(text="⚠ " + canvas.say(one.error), color="Attention", weight="Bolder")]))
    drawn.append(_input(canvas, one))
    if one.hint:
        drawn.append(runs([TextRun(text=canvas.say(one.hint), is_subtle=True, size="Small")], spacing="None"))
    return drawn


def _input(canvas: Canvas, one: Field) -> CardElement:
    required = one.required or None
    shared: dict[str, Any] = {
        "id": one.name,
        "label": canvas.say(one.label),
        "is_required": required,
        "error_message": canvas.t("Bitte ausfüllen: {label}", label=one.label) if required else None,
    }
    match one.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return TextInput(
                **shared,
                value=one.value or None,
                is_multiline=one.kind is Kind.LONG_TEXT or None,
                max_length=one.longest or None,
            )
        case Kind.TIME:
            return TimeInput(**shared, value=one.value or None)
        case Kind.DAY:
            return DateInput(**shared, value=one.value or None)
        case Kind.TOGGLE:
            return ToggleInput(**shared, title=canvas.t("Ja"), value=one.value or "false")
        case Kind.CHOICE | Kind.CHOICES:
            several = one.kind is Kind.CHOICES
            return ChoiceSetInput(
                **shared,
                value=one.value or None,
                choices=[Choice(title=canvas.say(choice.title), value=choice.value) for choice in one.choices],
                is_multi_select=several or None,
                style="expanded" if several else "compact",
                wrap=True,
            )
