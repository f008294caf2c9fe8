"""What a step did or is doing, in one sentence and in files: read from what the pipeline stored with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from generation.models import Engine, Run, Step, StepStatus
from generation.pipeline.work import VERIFICATION, WRITERS
from generation.presentation import checks as check_words
from generation.presentation.files import FileLine, line
from generation.templatetags.measures import seconds

Words = str | Promise
Item = Mapping[str, Any]
PROGRESS = "step.progress"
DONE_FOR_TODAY = "day_used_up"
NAMED = 5  # entities named in the sentence


def files(step: Step, state: str = "") -> Iterator[FileLine]:
    """The files the step left, by path, without those that were taken back."""
    gone = _share(step).get("reverted", ())
    for path, digest in step.output.get("files", {}).items():
        if path not in gone:
            yield line(path, digest=digest, step=step.key, state=state)


def engine(step: Step) -> Words:
    """Which model did the step, what it read and wrote, and how long it took; "" without a model."""
    share = _share(step)
    if not share.get("answers"):
        return ""
    title = dict(Engine.choices).get(share["engine"], share["engine"])
    return _("%(engine)s (%(model)s) · model tokens: %(read)s in, %(written)s out · %(time)s") % {
        "engine": title,
        "model": share["model"] or _("unnamed model"),
        "read": number_format(share["input_tokens"], force_grouping=True),
        "written": number_format(share["output_tokens"], force_grouping=True),
        "time": seconds(float(share["seconds"])),
    }


def taken_back(step: Step) -> Words:
    """One honest sentence when something a model wrote is not in the app."""
    share = _share(step)
    if step.key == "architecture":
        return _("The model's additions did not pass the checks and were left out.") if share.get("reverted") else ""
    count = len(share.get("reverted", ()))
    if not count:
        return ""
    return ngettext(
        "%(count)d file of the model did not pass the checks and was left out; the app stays as it was there.",
        "%(count)d files of the model did not pass the checks and were left out; the app stays as it was there.",
        count,
    ) % {"count": count}


def _share(step: Step) -> Mapping[str, Any]:
    return step.summary.get("by") or {}


def sentence(run: Run, step: Step) -> Words:
    """One line; "" while there is nothing true to say."""
    if step.status == StepStatus.RUNNING:
        latest = _latest(run, step.key)
        repaired = latest.get("kind") == "writing"  # a model mends what the checks found
        return _checking(run) if step.key == VERIFICATION and not repaired else _doing(latest, step.key)
    if step.status == StepStatus.DONE:
        tellers = {"architecture": _planned, VERIFICATION: _verified, "security": _audited}
        summary = (
            {**step.summary, "files": _share(step)["kept"]} if step.key in WRITERS and _share(step) else step.summary
        )
        return _silence(step) or tellers.get(step.key, _written)(summary)
    return ""


def _silence(step: Step) -> Words:
    """What a writing step with a model says when it left nothing."""
    share = _share(step)
    if not share or share["kept"] or share["reverted"] or step.key in ("architecture", "security"):
        return ""
    if not share["answers"]:
        if share["trouble"].startswith(DONE_FOR_TODAY):
            return _("JoxCoder has done its work for today; the first version stays as it is, free of its price.")
        return _("The model did not answer; the first version stays as it is.")
    if share["trouble"]:
        return _("Nothing of what the model answered could be used; the first version stays as it is.")
    return _("The model had nothing to add.")


def checks(run: Run) -> list[Item]:
    """What a verification reported while it ran, in order."""
    return [item for item in _items(run, VERIFICATION) if item.get("kind") == "check"]


def _items(run: Run, key: str) -> Iterator[Item]:
    told = run.events.filter(kind=PROGRESS, payload__step=key).order_by("seq").values_list("payload", flat=True)
    for payload in told:
        yield from payload.get("items", [])


def _latest(run: Run, key: str) -> Item:
    payload = (
        run.events.filter(kind=PROGRESS, payload__step=key).order_by("-seq").values_list("payload", flat=True).first()
    )
    items = payload.get("items", []) if payload else []
    return items[-1] if items else {}


def _doing(item: Item, key: str) -> Words:
    kind = item.get("kind")
    if kind in ("file", "writing"):
        return _("Writing %(path)s") % {"path": item.get("path", "")}
    if kind == "entity":
        return _("Planning %(name)s") % {"name": item.get("label", "")}
    if kind == "finding":
        return str(item.get("title") or item.get("text") or "")
    return _("Reading your description") if key == "architecture" else ""


def _checking(run: Run) -> Words:
    """The check that is under way, not the last one that was done."""
    done = {str(item.get("id")) for item in checks(run)}
    following = check_words.following(done)
    return check_words.title(following, "") if following else ""


def _planned(summary: Item) -> Words:
    names = [str(entity["label"]) for entity in summary.get("entities", [])]
    if not names:
        return _("A plan with nothing to store")
    shown = ", ".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
    return ngettext("%(count)d thing to keep: %(names)s", "%(count)d things to keep: %(names)s", len(names)) % {
        "count": len(names),
        "names": shown,
    }


def _written(summary: Item) -> Words:
    count = len(summary.get("files", []))
    return ngettext("%(count)d file written", "%(count)d files written", count) % {"count": count} if count else ""


def _verified(summary: Item) -> Words:
    return _("%(passed)d of %(total)d checks passed") % {
        "passed": summary.get("passed", 0),
        "total": summary.get("checks", 0),
    }


def _audited(summary: Item) -> Words:
    count = int(summary.get("findings", 0))
    if not count:
        return _("Nothing found")
    return ngettext("%(count)d finding, in SECURITY.md", "%(count)d findings, in SECURITY.md", count) % {"count": count}
