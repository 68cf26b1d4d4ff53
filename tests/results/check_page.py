"""Checks a report: check_page.py DIRECTORY [--without-pictures] [--holds TEXT]...

The page is whole and needs nothing else: all elements are closed, every id is there once and every
link within it leads somewhere, nothing is loaded from anywhere but the page, every picture has a text
and a dark twin, every file that it links lies beside it, and no text of a file became markup."""

import base64
import csv
import html.parser
import io
import json
import os
import re
import sys

VOID = {"meta", "link", "img", "source", "br", "hr", "input", "col"}
# All that the page is made of: a script, or whatever else, came from a file.
KNOWN = VOID | set(
    "html head title style body main header h1 h2 h3 p nav a section article em dl dt dd div table "
    "thead tbody tr th td ul li figure picture figcaption span details summary code pre cite".split())
LOADING = {"src", "srcset", "href", "poster", "data", "action", "background", "xlink:href"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.faults, self.open, self.ids, self.inner = [], [], [], []
        self.links, self.pictures, self.darks, self.downloads = [], 0, 0, {}
        self.text, self.alts = [], []

    def fault(self, text):
        self.faults.append(f"line {self.getpos()[0]}: {text}")

    def handle_starttag(self, tag, attributes):
        if tag not in KNOWN:
            self.fault(f"<{tag}> is none of the page's elements")
        if len({name for name, _ in attributes}) != len(attributes):
            self.fault(f"<{tag}> has an attribute twice")
        values = {name: value or "" for name, value in attributes}
        if any(name.startswith("on") for name in values):
            self.fault(f"<{tag}> has a handler")
        if "id" in values:
            self.ids.append(values["id"])
        for name in LOADING & set(values):
            self.load(tag, name, values)
        if tag == "img":
            self.pictures += 1
            self.alts.append(values.get("alt", ""))
            if len(values.get("alt", "")) < 40 or not re.search("[0-9]", values.get("alt", "")):
                self.fault(f"a picture says nothing: alt={values.get('alt')!r}")
        if tag == "source":
            self.darks += "prefers-color-scheme: dark" in values.get("media", "")
        if tag not in VOID:
            self.open.append(tag)

    def load(self, tag, name, values):
        value = values[name]
        if value.startswith("data:"):
            kind, _, data = value.partition(",")
            content = base64.b64decode(data, validate=True)
            if tag in ("img", "source"):
                if kind != "data:image/svg+xml;base64" or b"</svg>" not in content:
                    self.fault("a picture is no SVG")
                if re.search(rb"""(href|src)=["'](?!#)|url\((?!["']?#)|<script""", content):
                    self.fault("a picture loads something")
            elif tag == "a" and "download" in values:
                self.downloads[values["download"]] = content.decode()
            else:
                self.fault(f"<{tag} {name}> holds data")
        elif value.startswith("#") and tag == "a":
            self.inner.append(value[1:])
        elif tag == "a" and re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", value):
            self.links.append(value)
        else:
            self.fault(f"<{tag} {name}={value[:60]!r}> leads away from the page")

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes <{self.open[-1] if self.open else 'nothing'}>")
        else:
            self.open.pop()

    def handle_data(self, data):
        self.text.append(data)
        if self.open and self.open[-1] == "style" and re.search(r"@import|url\(|//", data):
            self.fault("the style sheet loads something")

    def handle_comment(self, data):
        self.fault(f"a comment: {data[:40]!r}")


def check(directory, without_pictures, holds):
    with open(os.path.join(directory, "index.html"), encoding="utf-8") as file:
        source = file.read()
    page = Page()
    page.feed(source)
    page.close()
    faults = page.faults + [f"<{tag}> is not closed" for tag in page.open]
    faults += [f"id {name} is there twice" for name in set(page.ids) if page.ids.count(name) > 1]
    faults += [f"no element has the id {name}" for name in page.inner if name not in page.ids]
    faults += [f"{name} is not beside the page" for name in page.links
               if not os.path.isfile(os.path.join(directory, name))]
    faults += [f"{name}: a long name" for name in os.listdir(directory) if len(name) > 60]
    if not source.startswith("<!DOCTYPE html>"):
        faults.append("no doctype")
    order = ["verdict", "table", "plots", "reasons", "origin", "cite"]
    if [name for name in page.ids if name in order] != order:
        faults.append(f"the sections are {page.ids}")
    if page.pictures != page.darks or (page.pictures == 0) != without_pictures:
        faults.append(f"{page.pictures} pictures, {page.darks} dark ones")
    text = " ".join("".join(page.text).split())
    faults += [f"the page does not say {words!r}" for words in holds
               if words not in text + " ".join(page.alts)]
    for name in "prefers-color-scheme:dark", "@media print", "max-width:640px", "viewport":
        if name not in source:
            faults.append(f"no {name}")
    for name in "table.csv", "table.json":
        with open(os.path.join(directory, name), encoding="utf-8", newline="") as file:
            if page.downloads.get(name) != file.read():
                faults.append(f"{name} inside is not what lies beside the page")
    cells = json.loads(page.downloads.get("table.json", "{}")).get("cells", [])
    rows = list(csv.DictReader(io.StringIO(page.downloads.get("table.csv", ""))))
    if not rows or len(rows) != len(cells):
        faults.append(f"{len(rows)} rows in the CSV, {len(cells)} cells in the JSON")
    for name in os.listdir(directory):
        if name.endswith(".pdf"):
            with open(os.path.join(directory, name), "rb") as file:
                if file.read(5) != b"%PDF-":
                    faults.append(f"{name} is no PDF")
    return faults, page


def main():
    words = sys.argv[2:]
    holds = [words[i + 1] for i, word in enumerate(words) if word == "--holds"]
    faults, page = check(sys.argv[1], "--without-pictures" in words, holds)
    for fault in faults:
        print(f"check_page: {fault}")
    print(f"check_page: {page.pictures} pictures, {len(page.links)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
