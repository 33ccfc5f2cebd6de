"""render.templates: own files come first, and a mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsfold import resources
from newsfold.errors import TemplateError
from newsfold.render import issue
from tests.render import reading, samples


def _overridden(folder: Path, name: str, text: str) -> str:
    path = folder / "email" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return issue.render(samples.issue(), samples.NEWSLETTER, samples.SITE, overrides=folder).html


def test_one_part_can_be_replaced(tmp_path: Path) -> None:
    """A file of the same name in the own folder is used instead of the built-in one."""
    page = _overridden(tmp_path, "parts/masthead.j2", "<h1>{{ view.title }} &amp; friends</h1>")
    assert reading.texts(page, "h1") == ["The Harbour Post & friends"]
    assert reading.texts(page, "h2")[0] == "World"


def test_one_block_can_be_replaced(tmp_path: Path) -> None:
    """An own file extends the built-in file that it replaces and keeps the rest."""
    page = _overridden(
        tmp_path,
        "digest.mjml.j2",
        '{% extends "builtin/email/digest.mjml.j2" %}{% block note %}<p>Own note</p>{% endblock %}',
    )
    assert "Own note" in reading.texts(page, "p")
    assert reading.texts(page, "h1") == ["The Harbour Post"]


def test_own_folder_without_files_changes_nothing(tmp_path: Path) -> None:
    """An empty or missing own folder leaves the built-in files."""
    plain = issue.render(samples.issue(), samples.NEWSLETTER, samples.SITE)
    for folder in (tmp_path, tmp_path / "none"):
        own = issue.render(samples.issue(), samples.NEWSLETTER, samples.SITE, overrides=folder)
        assert own == plain


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("<h1>\n{% if %}\n</h1>", "line 2", "TemplateSyntaxError"),
        ("<h1>\n\n{{ view.colour }}</h1>", "line 3", "colour"),
        ("<h1>\n{{ 1 / 0 }}</h1>", "line 2", "ZeroDivisionError"),
        ("<h1>\n{{ view.title|loud }}</h1>", "line 2", "loud"),
        ('{% include "email/parts/none.j2" %}', "none.j2", "not found"),
    ],
)
def test_mistake_names_file_and_line(tmp_path: Path, text: str, line: str, word: str) -> None:
    """A template error names the file, the line and what is wrong."""
    with pytest.raises(TemplateError) as caught:
        _overridden(tmp_path, "parts/masthead.j2", text)
    assert line in str(caught.value)
    assert word in str(caught.value)
    assert str(caught.value.template).endswith(".j2")


@pytest.mark.parametrize(
    "text", ["<h1>", "<mj-foo></mj-foo>", "</mj-text>", "<p><!-- a -- b --></p>"]
)
def test_what_is_no_mjml_is_refused(tmp_path: Path, text: str) -> None:
    """A part that breaks the MJML, or holds a tag that MJML lacks, stops the issue."""
    with pytest.raises(TemplateError):
        _overridden(tmp_path, "parts/masthead.j2", text)


def test_footer_without_unsubscribe_link_is_refused(tmp_path: Path) -> None:
    """An own footer must hold the unsubscribe link."""
    with pytest.raises(TemplateError, match="unsubscribe"):
        _overridden(tmp_path, "parts/footer.j2", "<p>Bye</p>")


def test_packaged_folders_are_found() -> None:
    """Templates and sample articles are there, in a checkout as in a wheel."""
    assert (resources.templates() / "email" / "digest.mjml.j2").is_file()
    assert resources.seeds().is_dir()
