//! What a list of problems shows.

use import_core::api::{JobProblem, Phase};
use import_core::engine::Plan;
use import_core::outcome::{Outcome, RowOutcome};
use import_core::problem::{Code, Problem, Severity};
use rusqlite::Connection;
use server::store::postgres::PostgresStore;
use server::store::sqlite::SqliteStore;
use server::store::{BatchOutcome, Page, PassKind, ProblemFilter, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::passes::{checkpoint, job, keys};
use crate::cluster;

on_every_store!(
    problems_of_a_kind_are_all_listed_once_and_in_order_whatever_is_around_them,
    a_dry_run_that_begins_anew_forgets_where_problems_were,
);

/// Twelve rows to a batch. Each has a warning of its phone, every fifth one an error, every seventh another warning
/// before it.
fn batch(number: u64) -> BatchOutcome {
    let rows = (number * 12..(number + 1) * 12).map(|index| {
        let row = index + 2;
        let mut problems = Vec::new();
        if index % 7 == 0 {
            problems.push(Problem::of_row(Code::NoIdentifier, row));
        }
        let phone = format!("x{index}");
        problems.push(Problem::of_cell(Code::PhoneInvalid, row, "Phone", &phone));
        if index % 5 == 0 {
            problems.push(Problem::of_cell(Code::EmailInvalid, row, "E-mail", "a@"));
        }
        RowOutcome {
            row,
            outcome: Outcome::Created,
            contact: None,
            organization: None,
            problems,
        }
    });
    BatchOutcome {
        number,
        plan: Plan {
            rows: rows.collect(),
            ..Plan::default()
        },
    }
}

fn run(store: &dyn Store, kind: PassKind, batches: u64) -> Uuid {
    let job = job(store, 1);
    let mut pass = store.begin_pass(&job, kind, 0).unwrap();
    for number in 0..batches {
        pass.look_up(&keys(&[])).unwrap();
        pass.write(&batch(number)).unwrap();
        pass.commit(&checkpoint(number + 1)).unwrap();
    }
    job.id
}

/// All problems that a filter leaves, in pages of this size.
fn list(
    store: &dyn Store,
    job: Uuid,
    phase: Phase,
    filter: &ProblemFilter,
    size: usize,
) -> Vec<JobProblem> {
    let mut page = Page { after: None, size };
    let mut all = Vec::new();
    loop {
        let slice = store.list_problems(job, phase, filter, &page).unwrap();
        assert!(slice.entries.len() == size || slice.next.is_none());
        all.extend(slice.entries);
        page.after = slice.next;
        if page.after.is_none() {
            return all;
        }
    }
}

fn problems_of_a_kind_are_all_listed_once_and_in_order_whatever_is_around_them(store: &dyn Store) {
    let job = run(store, PassKind::Import, 6);
    let filter = ProblemFilter::default();
    let all = list(store, job, Phase::Import, &filter, 1_000);
    assert_eq!(all.len(), 72 + 15 + 11);
    let codes = [
        None,
        Some(Code::PhoneInvalid),
        Some(Code::EmailInvalid),
        Some(Code::NoIdentifier),
        Some(Code::UrlInvalid),
    ];
    let severities = [None, Some(Severity::Error), Some(Severity::Warning)];
    let texts = [None, Some("x1"), Some("phone"), Some("17")];
    for code in codes {
        for severity in severities {
            for text in texts {
                let filter = ProblemFilter {
                    code,
                    severity,
                    text: text.map(str::to_owned),
                };
                let is_wanted = |found: &&JobProblem| {
                    let problem = &found.problem;
                    let column = problem.column.as_deref().unwrap_or_default();
                    code.is_none_or(|code| problem.code == code)
                        && severity.is_none_or(|severity| problem.severity() == severity)
                        && text.is_none_or(|text| {
                            problem.value.contains(text)
                                || column.to_lowercase().contains(text)
                                || problem.row.to_string() == text
                        })
                };
                let expected: Vec<_> = all.iter().filter(is_wanted).cloned().collect();
                for size in [1, 7, 1_000] {
                    let found = list(store, job, Phase::Import, &filter, size);
                    assert_eq!(found, expected, "{filter:?} by {size}");
                }
            }
        }
    }
}

fn a_dry_run_that_begins_anew_forgets_where_problems_were(store: &dyn Store) {
    let job = run(store, PassKind::DryRun, 2);
    let record = store.find_job(job).unwrap().unwrap();
    let mut pass = store.begin_pass(&record, PassKind::DryRun, 0).unwrap();
    pass.look_up(&keys(&[])).unwrap();
    pass.write(&batch(0)).unwrap();
    pass.commit(&checkpoint(1)).unwrap();
    drop(pass);
    let filter = ProblemFilter {
        code: Some(Code::PhoneInvalid),
        ..ProblemFilter::default()
    };
    assert_eq!(list(store, job, Phase::Validation, &filter, 5).len(), 12);
    assert!(list(store, job, Phase::Import, &filter, 5).is_empty());
}

/// What is found in a database before and after it runs the migration that notes where problems are.
fn check_older<S: Store>(open: impl Fn() -> S, migration: &str, run_sql: impl FnOnce(&str)) {
    let filter = ProblemFilter {
        severity: Some(Severity::Error),
        ..ProblemFilter::default()
    };
    let store = open();
    let job = run(&store, PassKind::Import, 6);
    let before = list(&store, job, Phase::Import, &filter, 4);
    drop(store);
    run_sql(&format!("DROP TABLE problem_place; {migration}"));
    let after = list(&open(), job, Phase::Import, &filter, 4);
    assert_eq!(after.len(), 15);
    assert_eq!(after, before);
}

#[test]
fn problems_of_an_older_file_are_found() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store.db");
    let migration = include_str!("../../src/store/sqlite/migrations/V11__problem_places.sql");
    check_older(
        || SqliteStore::open(&path).unwrap(),
        migration,
        |sql| {
            Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        },
    );
}

#[test]
fn problems_of_an_older_database_are_found() {
    let url = cluster::new_database();
    let migration = include_str!("../../src/store/postgres/migrations/V11__problem_places.sql");
    check_older(
        || PostgresStore::open(&url).unwrap(),
        migration,
        |sql| {
            cluster::psql(&url, &["--command", sql]);
        },
    );
}
