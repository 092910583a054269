"""What can go wrong and is meant for people. Errors carry facts; the door says them in the reader's language."""

from app.kit.i18n import Text


class UserError(Exception):
    """Something the person can mend: says what was not understood and shows a right example.

    `field` names the input it belongs to, where there is one.
    """

    def __init__(self, sentence: Text, *, example: str | None = None, field: str | None = None) -> None:
        super().__init__(sentence.msgid)
        self.sentence = sentence
        self.example = example
        self.field = field


class NotAllowed(UserError):
    """The record exists not, or not for this person: the two look alike from outside."""


class TryLater(Exception):
    """A passing fault (database away, connector slow): the same request may succeed in a moment."""
