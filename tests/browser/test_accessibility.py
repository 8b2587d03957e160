"""What tests of pages rely on to find what is hard to use."""

from playwright.sync_api import Browser

from tests.browser.accessibility import axe_violations


def test_axe_finds_what_is_wrong_now(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang='en'><title>A</title><main><h1>A</h1><p>Grey</p><img src='a.png'></main></html>")
    assert axe_violations(page) == [("image-alt", '<img src="a.png">')]
    page.add_style_tag(content="p { color: #ccc; background: #fff }")
    assert axe_violations(page, "color-contrast") == [("color-contrast", "<p>Grey</p>")]
    page.close()
