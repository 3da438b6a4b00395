"""What readers send."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings

from curbside.engine import LONGEST
from curbside.language.notices import PATIENT
from curbside_site.accounts.models import AUDIENCES
from curbside_site.pages.reader import places

_WHO: Final = {
    "professional": "Doctor or prescriber",
    "nurse": "Nurse or midwife",
    "pharmacist": "Pharmacist",
    "student": "Student",
    "patient": "Patient or family",
}
_HOW: Final = ("jurisdiction", "length", "audience")
_SHOWN: Final = 110
_LONG: Final = (
    ("short", "Short"),
    ("standard", "Standard"),
    ("full", "Full"),
)


class AskForm(forms.Form):
    """A question, and how it is to be answered. follow_run, follow_article: what it follows.

    again: the run that it is asked once more for. drop: what that took over and this shall not.
    """

    text = forms.CharField(
        label="Your question",
        max_length=LONGEST,
        strip=True,
        error_messages={"required": "Write a question."},
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "true"}),
    )
    jurisdiction = forms.ChoiceField(label="Whose doses come first", required=False)
    length = forms.ChoiceField(label="How long", choices=_LONG, initial="standard")
    audience = forms.ChoiceField(label="Which best describes you?", choices=[(a, _WHO[a]) for a in AUDIENCES])
    follow_run = forms.UUIDField(required=False, widget=forms.HiddenInput)
    follow_article = forms.SlugField(required=False, widget=forms.HiddenInput)
    again = forms.UUIDField(required=False, widget=forms.HiddenInput)
    drop = forms.TypedMultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = self.data.getlist("drop") if hasattr(self.data, "getlist") else []
        self.fields["drop"].choices = [(what, what) for what in told]  # type: ignore[attr-defined]
        if not settings.ENGINE.allowed("patients"):
            offered = [(a, _WHO[a]) for a in AUDIENCES if a != PATIENT]
            self.fields["audience"].choices = offered  # type: ignore[attr-defined]
        self.fields["jurisdiction"].choices = places.choices(settings.ENGINE.jurisdiction)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> str:
        """How it will be answered, in the words of the boxes."""
        told = (dict(self.fields[name].choices).get(self[name].value() or "") for name in _HOW)  # type: ignore[attr-defined]
        return " · ".join(str(words) for words in told if words)

    def options(self) -> dict[str, str]:
        """Those of the question, as `asking.services.ask` takes them."""
        return {name: self.cleaned_data[name] for name in _HOW}


class ReportForm(forms.Form):
    """A fault that a reader reports. statement: the id of one of `sentences` (id and words), empty for the whole."""

    statement = forms.ChoiceField(label="Where", required=False)
    text = forms.CharField(
        label="What is wrong?",
        max_length=4000,
        error_messages={"required": "Say what is wrong."},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Say what, and how you know. Nothing that tells who a patient is, please.",
    )

    def __init__(self, *args: Any, sentences: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(key, words if len(words) <= _SHOWN else f"{words[:_SHOWN]} ...") for key, words in sentences]
        self.fields["statement"].choices = [("", "The whole text"), *told]  # type: ignore[attr-defined]
