"""The page of an archive in a real browser: nothing asked of the network, everything by mouse and by keyboard."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import pytest
from test_archive_page import HOSTILE, URDU, desk, page_of

pytest.importorskip("matplotlib", reason="the page needs toneguard[archive]")
webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
from selenium.webdriver.chrome.service import Service  # noqa: E402 - only where it is there
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver (chromium-driver)")

_CONNECT = socket.socket.connect
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver is asked over loopback; whatever tries to connect elsewhere fails the test."""

    def connect(self: socket.socket, address: Any) -> None:
        assert address[0] in _LOOPBACK, "toneguard must not use the network"
        _CONNECT(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a page with a hostile name, title and team in it."""
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(page_of(desk(), HOSTILE), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    for word in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        f"--user-data-dir={profile}",
    ):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(20)
    yield driver
    driver.quit()


@pytest.fixture
def browser(chromium: Any, page: str) -> Any:
    """The browser with the page just loaded, 1280 pixels wide, in light colours, on screen."""
    emulate(chromium, "light", "screen")
    wide(chromium, 1280)
    chromium.get("about:blank")
    for log in ("browser", "performance"):
        chromium.get_log(log)
    chromium.get(page)
    return chromium


def emulate(driver: Any, scheme: str, media: str) -> None:
    """Have the browser prefer a scheme of colours and no motion, and draw for a medium."""
    features = [
        {"name": f"prefers-{name}", "value": value}
        for name, value in (("color-scheme", scheme), ("reduced-motion", "reduce"))
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})


def wide(driver: Any, width: int) -> None:
    """Set the width of the page."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def column(driver: Any, table: str, at: int) -> list[str]:
    """What is seen in a column of a table, from top to bottom."""
    said = driver.execute_script(
        "return [...document.querySelectorAll(`#${arguments[0]} tbody tr`)].filter(row => row.offsetParent)"
        ".map(row => row.cells[arguments[1]].innerText.trim())", table, at,
    )  # fmt: skip
    return [str(words) for words in said]


def find(driver: Any, selector: str) -> Any:
    """The element."""
    return driver.find_element(By.CSS_SELECTOR, selector)


def style_of(driver: Any, selector: str, name: str) -> str:
    """A computed value of the style sheet."""
    return str(
        driver.execute_script(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, name
        )
    )


def heads_of(driver: Any, table: str) -> list[str]:
    """The heads of a table's columns."""
    return [head.text.strip() for head in driver.find_elements(By.CSS_SELECTOR, f"#{table} thead th")]


def test_it_asks_for_nothing_and_complains_of_nothing(browser: Any, page: str) -> None:
    """One request, for the page itself; no line in the console; no hostile name ran."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    assert asked == [page]
    assert browser.get_log("browser") == []
    assert browser.execute_script("return window.hacked") is None
    assert "<script>" in find(browser, "h1").text


def test_the_policy_holds(browser: Any) -> None:
    """A script that is put into the page all the same does not run."""
    browser.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s)"
    )
    assert browser.execute_script("return window.hacked") is None
    browser.get_log("browser")


@pytest.mark.parametrize("by", ["click", "enter", "space"])
def test_sorting(browser: Any, by: str) -> None:
    """By mouse and by keyboard: the largest number first, then the smallest; the head says which."""
    at = heads_of(browser, "messages-table").index("Row")
    head = browser.find_elements(By.CSS_SELECTOR, "#messages-table thead th")[at]
    button = head.find_element(By.TAG_NAME, "button")
    for direction in ("descending", "ascending"):
        button.click() if by == "click" else button.send_keys(Keys.ENTER if by == "enter" else Keys.SPACE)
        assert head.get_attribute("aria-sort") == direction
        rows = [int(words.replace(",", "")) for words in column(browser, "messages-table", at)]
        assert len(rows) == 20
        assert rows == sorted(rows, reverse=direction == "descending")
    others = browser.find_elements(By.CSS_SELECTOR, "#messages-table thead th:not([aria-sort=none])")
    assert len(others) == 1
    assert browser.switch_to.active_element == button


def test_filters(browser: Any) -> None:
    """Words and choices together leave the rows that fit both; how many is said; nothing is left of nonsense."""
    table = find(browser, "#messages-table")
    heads = heads_of(browser, "messages-table")
    all_rows = len(table.find_elements(By.CSS_SELECTOR, "tbody tr"))
    table.find_element(By.CSS_SELECTOR, "button.button").click()
    assert len(column(browser, "messages-table", 0)) == all_rows
    for name, value in (("Verdict", "hold"), ("Kind", "reply"), ("Language", "English")):
        Select(table.find_element(By.CSS_SELECTOR, f"select[aria-label^='{name}:']")).select_by_visible_text(value)
        assert {words.split()[-1] for words in column(browser, "messages-table", heads.index(name))} == {value}
    field = table.find_element(By.CSS_SELECTOR, "input[type=search]")
    assert "Messages" in field.get_attribute("aria-label")
    field.send_keys("NADIA@shop")
    assert all(URDU in words for words in column(browser, "messages-table", heads.index("From")))
    left = len(column(browser, "messages-table", 0))
    assert 0 < left < all_rows
    assert table.find_element(By.TAG_NAME, "output").text == f"{left} of {left} shown, {all_rows} in all"
    field.send_keys("nobody has this name")
    assert column(browser, "messages-table", 0) == []


def test_choices_by_keyboard(browser: Any) -> None:
    """A name typed at a choice filters as a click does."""
    find(browser, "#messages-table select[aria-label^='Team:']").send_keys("Team 1")
    at = heads_of(browser, "messages-table").index("Team")
    assert set(column(browser, "messages-table", at)) == {"Team 1"}


def test_the_keyboard_reaches_everything(browser: Any) -> None:
    """The first stop is the link past the contents; it is seen; wide tables scroll by keyboard, and every stop is seen."""
    find(browser, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.rect["y"] >= 0
    skip.send_keys(Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "main"
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert style_of(browser, ":focus", "outlineStyle") == "solid"
    wrong = (
        "return [...document.querySelectorAll('.scroll')].filter(box => (box.tabIndex === 0) !== "
        "(box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight)).map(box => box.getAttribute('aria-label'))"
    )
    for width in (1280, 400):
        wide(browser, width)
        browser.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
        assert browser.execute_script(wrong) == []
    assert browser.find_elements(By.CSS_SELECTOR, ".scroll[tabindex='0']")


def test_a_link_opens_the_card(browser: Any) -> None:
    """From the table of agents to the card of one, which is closed before."""
    link = browser.find_elements(By.CSS_SELECTOR, "#agents-table tbody a")[1]
    card = link.get_attribute("href").partition("#")[2]
    assert not find(browser, f"#{card}").get_attribute("open")
    link.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda driver: find(driver, f"#{card}").get_attribute("open"))
    assert "Does well" in find(browser, f"#{card}").text


def test_dark_and_light(browser: Any) -> None:
    """As the system prefers, and the button has the last word; letters of plots and page stand out in both."""
    light = style_of(browser, "body", "backgroundColor"), style_of(browser, "figure svg text", "fill")
    emulate(browser, "dark", "screen")
    dark = style_of(browser, "body", "backgroundColor"), style_of(browser, "figure svg text", "fill")
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    button = find(browser, "#theme")
    said = []
    for _ in range(3):
        button.send_keys(Keys.ENTER)
        said.append((button.text, style_of(browser, "body", "backgroundColor")))
    assert [ground for _, ground in said] == [dark[0], light[0], dark[0]]
    assert len({words for words, _ in said}) == 3
    for scheme in ("light", "dark"):
        emulate(browser, scheme, "screen")
        for inner, around in (
            ("body", "body"),
            (".note", ".card"),
            ("nav a", "nav"),
            ("thead button", ".card"),
            (".card a", ".card"),
        ):
            assert contrast(style_of(browser, inner, "color"), style_of(browser, around, "backgroundColor")) >= 4.5


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2.2; 4.5 is its level AA for text."""

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in colour.partition("(")[2].rstrip(")").split(",")[:3]]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_on_paper(browser: Any) -> None:
    """Tables are whole, controls are gone, cards are open, colours are light whatever the screen has; all of it ends."""
    emulate(browser, "dark", "print")
    assert style_of(browser, ".controls", "display") == "none"
    assert style_of(browser, "#tools", "display") == "none"
    rows = browser.find_elements(By.CSS_SELECTOR, "#messages-table tbody tr")
    assert len(column(browser, "messages-table", 0)) == len(rows) > 100
    assert style_of(browser, ".scroll", "overflowX") == "visible"
    assert contrast(style_of(browser, "body", "color"), "rgb(255, 255, 255)") > 10
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})["data"]
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=b64decode(pdf), check=True, capture_output=True
        ).stdout
        pages = [part.decode() for part in text.split(b"\f")]
        heads = [at for at, part in enumerate(pages) if "Hottest" in part and "Spelling" in part]
        assert len(heads) > 2, "the head of the table stands on every page of it"
        assert heads == list(range(heads[0], heads[-1] + 1))
        assert "Does well" in "".join(pages)
    emulate(browser, "light", "screen")
    assert len(column(browser, "messages-table", 0)) == 20
    assert len(browser.find_elements(By.CSS_SELECTOR, "details.agent[open]")) == 1


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_it_fits(browser: Any, width: int) -> None:
    """The page itself never scrolls sideways, only tables and plots inside it do."""
    wide(browser, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_right_to_left_names(browser: Any) -> None:
    """An Urdu name is read from the right inside a page that is read from the left; the address beside it is not."""
    script = (
        "const found = [...document.querySelectorAll('#agents-table bdi')];"
        "const of = words => getComputedStyle(found.find(b => b.textContent === words)).direction;"
        "return [of(arguments[0]), of('nadia@shop.example')]"
    )
    assert browser.execute_script(script, URDU) == ["rtl", "ltr"]
