#!/usr/bin/env python3
"""One run of Splink, for linking.py, which says what the sets are: reads, trains, predicts and writes scored pairs.

usage: peer_splink.py SET OUT LEFT [RIGHT]

Each set has the settings of Splink's own example for it, but for `people`, which has none. It says on standard output
what the prediction cost.
"""

import json
import logging
import sys
import time

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from linking import FLOOR, SETS, counted, load

# As in Splink's examples for these sets, and in rasso where a model says nothing else. Ten times as many cost 20 seconds
# more for `people` and found no more.
RANDOM_PAIRS = 1e6
# Splink links one-to-one among pairs of this weight or more. Weaker pairs come in thousands that weigh the same, and it
# resolves ties one by one: from the floor it can take minutes for 20,000 records. The best threshold lies above.
ONE_TO_ONE_FROM = -5
# Where its amounts and memos repeat it filled 17 GB of disk before the end: there its scored pairs are linked one-to-one
# by the judge alone.
NOT_LINKED_ONE_TO_ONE = {"transactions"}


def febrl4():
    """The detailed model of `examples/duckdb/febrl4`."""
    return {
        "comparisons": [
            comparison.NameComparison("given_name").configure(term_frequency_adjustments=True),
            comparison.NameComparison("surname").configure(term_frequency_adjustments=True),
            comparison.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            comparison.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            comparison.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            comparison.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        "blocks": [
            block_on("given_name", "surname"),
            "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        "sure": [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")],
        "sure_recall": 0.8,
        "train_on": [block_on("date_of_birth"), block_on("postcode")],
    }


def fake_1000():
    """The model of `examples/duckdb/accuracy_analysis_from_labels_column`. The rule on `city` is from tutorial 7: with
    it, more is found."""
    near = "levenshtein(l.dob, r.dob) <= 1"
    return {
        "comparisons": [
            comparison.ForenameSurnameComparison("first_name", "surname"),
            comparison.DateOfBirthComparison("dob", input_is_string=True, datetime_format="%Y-%m-%d"),
            comparison.ExactMatch("city").configure(term_frequency_adjustments=True),
            comparison.EmailComparison("email"),
        ],
        "blocks": [block_on(it) for it in ("first_name", "surname", "dob", "email", "city")],
        "sure": [
            f"l.first_name = r.first_name and {near}",
            f"l.surname = r.surname and {near}",
            "l.first_name = r.first_name and levenshtein(l.surname, r.surname) <= 2",
            block_on("email"),
        ],
        "sure_recall": 0.7,
        "train_on": [block_on("dob"), block_on("email"), block_on("first_name", "surname")],
    }


def transactions():
    """The model of `examples/duckdb/transactions`, without the rule that blocks on what is the truth."""
    later = "transaction_date_r - transaction_date_l between 0 and"
    alike = "left(l.memo, 3) = left(r.memo, 3) and l.amount / r.amount > 0.7 and l.amount / r.amount < 1.3"
    month = "strftime({}, '%Y%m') = strftime(r.transaction_date, '%Y%m')"
    rounded = "round(l.amount / 2) = round({} / 2) and yearweek({}) = yearweek(r.transaction_date)"
    return {
        "comparisons": [
            comparison.CustomComparison(
                output_column_name="amount",
                comparison_levels=[
                    level.NullLevel("amount"),
                    level.ExactMatchLevel("amount"),
                    *(level.PercentageDifferenceLevel("amount", it) for it in (0.01, 0.03, 0.1, 0.3)),
                    level.ElseLevel(),
                ],
            ),
            comparison.LevenshteinAtThresholds("memo", [2, 6, 10]),
            comparison.CustomComparison(
                output_column_name="transaction_date",
                comparison_levels=[
                    level.NullLevel("transaction_date"),
                    *(level.CustomLevel(f"{later} {it}", f"{it} days later") for it in (1, 4, 10, 30)),
                    level.ElseLevel(),
                ],
            ),
        ],
        "blocks": [
            f"{month.format('l.transaction_date')} and {alike}",
            f"{month.format('l.transaction_date + 15')} and {alike}",
            block_on("substr(memo, 1, 9)"),
            rounded.format("r.amount", "l.transaction_date"),
            rounded.format("(r.amount + 1)", "l.transaction_date + 4"),
        ],
        "each_has_one": True,
        "train_on": [block_on("memo"), block_on("amount")],
    }


def people():
    """Splink has no example for this set. Of a dozen models made of its parts, this had the best F1 for 20,000 people:
    its ready-made levels for names with one for names the other way round, and typing errors in dates and postcodes."""

    def name(field, other):
        levels = [
            level.NullLevel(field),
            level.ExactMatchLevel(field, term_frequency_adjustments=True),
            level.ColumnsReversedLevel(field, other),
            *(level.JaroWinklerLevel(field, it) for it in (0.92, 0.88, 0.7)),
            level.ElseLevel(),
        ]
        return comparison.CustomComparison(output_column_name=field, comparison_levels=levels)

    return {
        "comparisons": [
            name("first_name", "surname"),
            name("surname", "first_name"),
            comparison.DateOfBirthComparison(
                "dob", input_is_string=True, datetime_format="%Y-%m-%d", invalid_dates_as_null=False
            ),
            comparison.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
            comparison.ExactMatch("sex"),
        ],
        "blocks": [
            block_on("dob"),
            block_on("first_name", "surname"),
            block_on("surname", "postcode"),
            block_on("first_name", "postcode"),
            block_on("substr(dob, 1, 4)", "postcode"),
            block_on("surname", "substr(dob, 1, 7)"),
            block_on("substr(first_name, 1, 3)", "substr(surname, 1, 3)", "substr(dob, 1, 4)"),
            "l.first_name = r.surname and l.surname = r.first_name",
        ],
        "sure": [block_on("first_name", "surname", "dob"), block_on("dob", "postcode")],
        "sure_recall": 0.8,
        "train_on": [block_on("first_name", "surname"), block_on("dob")],
    }


def link(name, out, *paths):
    """Reads, trains, predicts and writes; says what of it the prediction took."""
    own, of = OWN[name](), SETS[name]
    db = duckdb.connect(config={"temp_directory": f"{out}.spill"})
    files = [f"file_{at}" for at in range(1, len(paths) + 1)]
    for file, path in zip(files, paths):
        load(db, file, path)
    api = DuckDBAPI(connection=db)
    tables = [api.register(file, dataset_display_name=file) for file in files]
    settings = {
        "link_type": "link_only" if len(paths) == 2 else "dedupe_only",
        "unique_id_column_name": of.key,
        "comparisons": own["comparisons"],
        "blocking_rules_to_generate_predictions": own["blocks"],
        # The examples keep them to be looked at. Without, it is faster.
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }
    if own.get("each_has_one"):
        settings["probability_two_random_records_match"] = 1 / counted(db, f"select count(*) from {files[0]}")
    linker = Linker(tables, SettingsCreator(**settings), log_level=logging.ERROR)
    train = linker.training
    if "sure" in own:
        train.estimate_probability_two_random_records_match(own["sure"], recall=own["sure_recall"])
    train.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=5)
    for rule in own["train_on"]:
        train.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)

    started = time.process_time()
    blocked = linker.inference.compute_blocked_pairs_for_predict()
    scored = linker.inference.predict(threshold_match_weight=FLOOR)
    said = {"predict": time.process_time() - started}
    said["pairs"] = counted(db, f"select count(*) from {blocked.physical_name}")

    link, joined = "", ""
    if of.one_to_one and name not in NOT_LINKED_ONE_TO_ONE:
        started = time.process_time()
        clusters = linker.clustering.cluster_using_single_best_links(
            scored, duplicate_free_datasets=files, threshold_match_weight=ONE_TO_ONE_FROM
        ).physical_name
        said["one_to_one"] = time.process_time() - started
        link = ", (a.cluster_id = b.cluster_id)::int as link"
        joined = "".join(
            f" join {clusters} {it} on {it}.source_dataset = p.source_dataset_{side}"
            f" and {it}.{of.key} = p.{of.key}_{side}"
            for it, side in (("a", "l"), ("b", "r"))
        )
    db.execute(
        f"copy (select p.{of.key}_l as id_l, p.{of.key}_r as id_r, match_probability, match_weight{link}"
        f" from {scored.physical_name} p{joined}) to '{out}' (header)"
    )
    print(json.dumps(said))


OWN = {"febrl4": febrl4, "fake_1000": fake_1000, "transactions": transactions, "people": people}

if __name__ == "__main__":
    link(*sys.argv[1:])
