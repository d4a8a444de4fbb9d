# Opens pages in a browser as people do, and complains of what it sees.
#
# Arguments: pages. With CRAMPD_SCREENSHOTS, a directory, it leaves pictures and a print there.
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import axe_core_python
import websocket


class Browser:
    def __init__(self, program):
        self.home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu",
             "--disable-dev-shm-usage", "--remote-debugging-port=0", "--remote-allow-origins=*",
             "--no-first-run", f"--user-data-dir={self.home.name}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        file = pathlib.Path(self.home.name, "DevToolsActivePort")
        for _ in range(1200):
            if file.exists() and "\n" in file.read_text():
                break
            time.sleep(0.05)
        port = file.read_text().split("\n")[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json") as answer:
            pages = [page for page in json.load(answer) if page["type"] == "page"]
        self.socket = websocket.create_connection(pages[0]["webSocketDebuggerUrl"], timeout=120)
        self.number = 0
        self.events = []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": params}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        self.events.clear()
        self.ask("Page.navigate", url=pathlib.Path(path).resolve().as_uri())
        while not self.seen("Page.loadEventFired"):
            self.events.append(json.loads(self.socket.recv()))

    def seen(self, *methods):
        return [event for event in self.events if event.get("method") in methods]

    def value(self, script):
        result = self.ask("Runtime.evaluate", expression=script, awaitPromise=True,
                          returnByValue=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def close(self):
        self.ask("Browser.close")
        self.process.wait(20)


AXE = pathlib.Path(axe_core_python.__file__).parent.joinpath("axe.min.js").read_text()
VIOLATIONS = """axe.run(document, {resultTypes: ["violations"]}).then(result =>
  result.violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(
    node => node.html.slice(0, 200) + " " + node.failureSummary).join(" | ")))"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def complaints(browser, page, name, width, height, scheme, media):
    browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                deviceScaleFactor=1, mobile=width < 500)
    browser.ask("Emulation.setEmulatedMedia", media=media,
                features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(page)
    found = [event["params"]["request"]["url"]
             for event in browser.seen("Network.requestWillBeSent")][1:]
    found += browser.seen("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
    browser.value(AXE)
    found += browser.value(VIOLATIONS)
    if not media and browser.value(WIDER) > 0:
        found.append("the page is wider than the window")
    folder = os.environ.get("CRAMPD_SCREENSHOTS")
    if folder and not media:
        tall = min(6000, browser.value("document.documentElement.scrollHeight"))
        shot = browser.ask("Page.captureScreenshot", captureBeyondViewport=True,
                           clip=dict(x=0, y=0, width=width, height=tall, scale=1))
        path = pathlib.Path(folder, f"{pathlib.Path(page).stem}-{name}.png")
        path.write_bytes(base64.b64decode(shot["data"]))
    return [(page, name, one) for one in found]


def main():
    programs = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    program = next(filter(None, programs), None)
    if program is None:
        sys.exit("no browser: apt-get install chromium")
    browser = Browser(program)
    found = []
    for page in sys.argv[1:]:
        for name, width, height, scheme, media in (
            ("desktop", 1280, 1600, "light", ""), ("dark", 1280, 1600, "dark", ""),
            ("phone", 360, 760, "light", ""), ("phone-dark", 360, 760, "dark", ""),
            ("print", 794, 1123, "dark", "print"),
        ):
            found += complaints(browser, page, name, width, height, scheme, media)
        browser.ask("Emulation.setEmulatedMedia", media="", features=[])
        pdf = browser.ask("Page.printToPDF", paperWidth=8.27, paperHeight=11.69,
                          printBackground=True, preferCSSPageSize=True)
        if os.environ.get("CRAMPD_SCREENSHOTS"):
            path = pathlib.Path(os.environ["CRAMPD_SCREENSHOTS"], f"{pathlib.Path(page).stem}.pdf")
            path.write_bytes(base64.b64decode(pdf["data"]))
    browser.close()
    print(found or "nothing to complain of")


main()
