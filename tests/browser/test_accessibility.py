"""What tests of pages rely on to find what is hard to use."""

from playwright.sync_api import Browser

from tests.browser.accessibility import axe_violations, thin


def test_axe_finds_what_is_wrong_now(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<html lang='en'><title>A</title><main><h1>A</h1><p>Grey</p><img src='a.png'></main></html>")
    assert axe_violations(page) == [("image-alt", '<img src="a.png">')]
    page.add_style_tag(content="p { color: #ccc; background: #fff }")
    assert axe_violations(page, "color-contrast") == [("color-contrast", "<p>Grey</p>")]
    page.close()


def test_a_box_goes_that_holds_nothing_but_what_one_before_it_holds(chromium: Browser) -> None:
    page = chromium.new_page()
    boxes = "<h2>A</h2><p>a</p>", "<h2>B</h2>", "<h2>C</h2><p><b>c</b></p>", "<h2 class='small'>D</h2>", "<p>e</p>"
    page.set_content(f"<main>{''.join(f'<section>{box}</section>' for box in boxes)}</main>")
    assert thin(page) == 3
    assert page.locator("h2").all_inner_texts() == ["A", "C", "D"]
    page.close()
