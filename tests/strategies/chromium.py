"""Pages in a browser: opened from disk, and watched for what a page that stands alone never does."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
REFUSED = "addEventListener('securitypolicyviolation', e => (window.refused ||= []).push(e.effectiveDirective))"

in_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@contextmanager
def launched() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def watched(browser: Any, folder: Path) -> Iterator[Callable[..., Any]]:
    """`open_(text)`: the page, in a context of its own. In the end: no message on the console, nothing refused, nothing loaded,
    and no text of another has run."""
    contexts, troubles = [], []

    def open_(text: str, at: str = "", **context: Any) -> Any:
        file = folder / f"{len(contexts)}.html"
        file.write_text(text, encoding="ascii")
        contexts.append(browser.new_context(**context))
        contexts[-1].set_default_timeout(30_000)
        page = contexts[-1].new_page()
        page.on("console", lambda message: troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: troubles.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url.startswith(file.as_uri()) else troubles.append(request.url))
        page.add_init_script(REFUSED)
        page.goto(f"{file.as_uri()}#{at}")
        return page

    yield open_
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("window.refused || window.pwned || null") is None
        context.close()
    assert troubles == []
