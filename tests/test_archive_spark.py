"""Spark in local mode: as the engine of a run, and as a function on data frames, the rows are those of one machine."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from toneguard.archive import Scoring
from toneguard.archive.run import Plan, run

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None or shutil.which("java") is None, reason="needs pyspark and Java"
)

TEXTS = ("You people are useless liars!", "Could you send a new lid by Friday?", "Salamat po, pero sira ang takip.")


def write_mail(folder: Path) -> None:
    """Forty messages in files of their own, in threads of four."""
    for number in range(40):
        before = f"References: <{number - number % 4}@b.example>\n" if number % 4 else ""
        (folder / f"{number:02}.eml").write_text(
            f"From: Ana <a{number % 3}@b.example>\nMessage-ID: <{number}@b.example>\nSubject: Lid\n"
            f"{before}Content-Type: text/plain; charset=utf-8\n\nDear Sam,\n\n{TEXTS[number % 3]}\n"
        )
    (folder / "40.eml").write_bytes(b"\xff\xfe broken \x00")


def test_the_engine_gives_the_same_bytes(tmp_path: Path) -> None:
    """Who scores does not show in the output; broken mail is a row there, too."""
    (tmp_path / "in").mkdir()
    write_mail(tmp_path / "in")
    run(Plan((str(tmp_path / "in"),), tmp_path / "one.jsonl", Scoring(), quiet=True))
    command = [sys.executable, "-m", "toneguard", "archive", str(tmp_path / "in"), "--out", str(tmp_path / "two.jsonl")]
    done = subprocess.run(
        [*command, "--engine", "spark", "--master", "local[2]"], capture_output=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "two.jsonl").read_bytes() == (tmp_path / "one.jsonl").read_bytes()
    assert b"41 messages" in done.stdout


SCRIPT = """
import sys
from pyspark.sql import SparkSession, functions as F, Window
from toneguard.archive import Scoring
from toneguard.archive.rows import to_line
from toneguard.archive.spark import arrow_scorer, pandas_scorer, spark_schema

folder = sys.argv[1]
spark = (SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
         .config("spark.driver.host", "localhost").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
mail = spark.read.format("binaryFile").load(folder + "/in/*.eml").withColumn("source", F.regexp_replace("path", "^file:", ""))
mail = mail.withColumn("row", F.row_number().over(Window.orderBy("path"))).withColumn("position", F.lit(0)).repartition(3)
tables = {"jsonl": spark.read.json(folder + "/table.jsonl"), "parquet": spark.read.parquet(folder + "/table.parquet")}
frames = {"mail": mail}
for name, table in tables.items():
    numbered = table.withColumn("row", F.col("Nr") + 1).withColumn("position", F.col("Nr") + 1).drop("Nr")
    frames[name] = numbered.withColumn("source", F.lit(f"{folder}/table.{name}")).repartition(3)
for name, frame in frames.items():
    for kind, scored in (("arrow", frame.mapInArrow(arrow_scorer(Scoring(with_text=True)), spark_schema())),
                         ("pandas", frame.mapInPandas(pandas_scorer(Scoring(with_text=True)), spark_schema()))):
        rows = [row.asDict(recursive=True) for row in scored.orderBy("row").collect()]
        with open(f"{folder}/{name}.{kind}.out", "wb") as file:
            file.writelines(map(to_line, rows))
"""


def test_the_functions_for_data_frames_give_the_same_bytes(tmp_path: Path) -> None:
    """Mail read as binary files, JSON Lines and Parquet, through Arrow and through pandas, on two cores."""
    import pyarrow as pa
    from pyarrow import parquet

    (tmp_path / "in").mkdir()
    write_mail(tmp_path / "in")
    table = [
        {"Nr": n, "body": TEXTS[n % 3], "requester": f"u{n}@b.example", "created_at": "2026-03-01"} for n in range(30)
    ]
    (tmp_path / "table.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in table))
    parquet.write_table(pa.Table.from_pylist(table), tmp_path / "table.parquet")
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(tmp_path)]
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(command, capture_output=True, check=False, timeout=240, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    for name, source in (("mail", "in"), ("jsonl", "table.jsonl"), ("parquet", "table.parquet")):
        output = tmp_path / f"{name}.jsonl"
        run(Plan((str(tmp_path / source),), output, Scoring(with_text=True), quiet=True))
        for kind in ("arrow", "pandas"):
            assert (tmp_path / f"{name}.{kind}.out").read_bytes() == output.read_bytes(), (name, kind)
