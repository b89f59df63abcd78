"""Pace of the whole analysis: `python -m benchmarks.analysis_speed [--check]`.

In: the reports of the corpus, joined to articles of about 600 tokens. Out: articles a second for parsing alone, for the analysis and for
the analysis with its claims, each the best of several passes over one stream of texts; the share of time that reading claims adds; seconds
until a fresh process has analysed its first text; peak memory after all of it. Two threads parse. Wall times on a shared machine vary by
half, so the floors lie far below what an idle one gives; the share is of processor time and varies little.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.scoring import hold_to_floors
from communique.language.analyser import Analyser
from communique.language.parser import Parser
from communique.model.analysis import Analysis
from communique.model.ids import hash_text
from communique.model.sources import Version
from communique.reading.reader import JointReader

REPORTS = Path(__file__).parent.parent / "training" / "corpus" / "reports"
TOKENS = 600
CHARACTERS = 3200
"""About `TOKENS` tokens of news."""
ARTICLES, PASSES = 60, 3
DATE = "2024-07-30"
FIRST_TEXT = "from communique.language.analyser import Analyser; Analyser.load().analyse('The envoys met in Vienna.', '2024-07-30')"


def gather_articles(count: int = ARTICLES) -> list[str]:
    """Texts of about 600 tokens, made of whole reports."""
    articles: list[str] = []
    text = ""
    for path in sorted(REPORTS.glob("*/*.txt")):
        text = f"{text}\n\n{path.read_text(encoding='utf-8').split('---', 2)[2].strip()}".strip()
        if len(text) >= CHARACTERS:
            articles.append(text)
            text = ""
        if len(articles) == count:
            break
    return articles


def measure_passes(work: Callable[[], object]) -> tuple[float, float]:
    """The shortest wall time and the shortest processor time of several passes, in seconds."""
    walls, processors = [], []
    for _ in range(PASSES):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return min(walls), min(processors)


def measure_all() -> dict[str, float]:
    """Every figure by name."""
    articles = gather_articles()
    parser, analyser, reader = Parser.load(), Analyser.load(), JointReader()
    n_tokens = sum(len(s.tokens) for text in articles for s in parser.parse(text).sentences)
    n_articles = n_tokens / TOKENS

    def analyse() -> Iterable[Analysis]:
        return analyser.analyse_all((text, DATE) for text in articles)

    def read() -> None:
        for text, analysis in zip(articles, analyse(), strict=True):
            reader.read(Version(hash_text(text), text, published_at=DATE), analysis)

    parsing, _ = measure_passes(lambda: list(parser.parse_all(articles)))
    analysing, analysing_processor = measure_passes(lambda: list(analyse()))
    reading, reading_processor = measure_passes(read)
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST_TEXT], check=True)
    return {
        "parsed_articles_per_s": n_articles / parsing,
        "analysed_articles_per_s": n_articles / analysing,
        "read_articles_per_s": n_articles / reading,
        "reading_adds_per_cent": 100 * (reading_processor / analysing_processor - 1),
        "milliseconds_of_processor_per_article": 1000 * reading_processor / n_articles,
        "seconds_to_first_text": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Print the figures and, with `--check`, fail where a floor is missed."""
    command = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    command.add_argument("--check", action="store_true", help="fail where a floor is missed")
    arguments = command.parse_args()
    figures = measure_all()
    for name, value in figures.items():
        print(f"{name:<42}{value:>10.2f}")
    hold_to_floors("speed", figures, check=arguments.check)


if __name__ == "__main__":
    main()
