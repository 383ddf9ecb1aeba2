//! What became of rows: written by batches, read by pages.

use std::collections::BTreeMap;

use foldhash::HashMap;
use import_core::api::{CodeCount, JobProblem, Phase};
use import_core::outcome::{Outcome, RowOutcome, Tally};
use import_core::problem::{Code, Problem};
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use crate::store::listing::{cursor, pair_cursor, to_json};
use crate::store::spelling::{code_named, escape_like, outcome_named, phase_number};
use crate::store::{
    Page, ProblemFilter, Result, RowFilter, Slice, StoreError, StoredRow, decode_rows, encode_rows,
};

/// Writes the outcomes and problems of a batch, and adds its problems to `counts`.
pub(super) fn insert(
    connection: &Connection,
    job: i64,
    phase: Phase,
    batch: u64,
    rows: &[RowOutcome],
    counts: &mut HashMap<Code, u64>,
) -> Result<()> {
    let phase = phase_number(phase);
    let mut tally = Tally::default();
    for row in rows {
        tally.count(row.outcome);
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO batch_outcome
         (job, phase, batch, first_row, created, updated, merged, unchanged, rejected, rows)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    statement.execute(params![
        job,
        phase,
        batch,
        rows.first().map_or(0, |row| row.row),
        tally.created,
        tally.updated,
        tally.merged,
        tally.unchanged,
        tally.rejected,
        encode_rows(rows)
    ])?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO problem
         (job, phase, batch, number, row, is_error, outcome, code, column, value, args)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let problems = rows
        .iter()
        .flat_map(|row| row.problems.iter().map(move |problem| (row, problem)));
    let mut places: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for (number, (row, problem)) in problems.enumerate() {
        let args = if problem.args.is_empty() {
            None
        } else {
            Some(to_json(&problem.args)?)
        };
        statement.execute(params![
            job,
            phase,
            batch,
            number,
            problem.row,
            problem.is_error(),
            row.outcome.name(),
            problem.code.name(),
            problem.column,
            problem.value,
            args
        ])?;
        places.entry(problem.code).or_default().push(number);
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO problem_place (job, phase, batch, code, numbers) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (code, numbers) in places {
        statement.execute(params![job, phase, batch, code.name(), to_json(&numbers)?])?;
        *counts.entry(code).or_default() += numbers.len() as u64;
    }
    Ok(())
}

/// Adds to the counts of a job's problems, and forgets what was added.
pub(super) fn add_counts(
    connection: &Connection,
    job: i64,
    phase: Phase,
    counts: &mut HashMap<Code, u64>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO problem_count (job, phase, code, count) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO UPDATE SET count = count + excluded.count",
    )?;
    for (code, count) in counts.drain() {
        statement.execute(params![job, phase_number(phase), code.name(), count])?;
    }
    Ok(())
}

/// Forgets everything that a pass found.
pub(super) fn clear(connection: &Connection, job: i64, phase: Phase) -> Result<()> {
    for table in ["batch_outcome", "problem", "problem_place", "problem_count"] {
        let sql = format!("DELETE FROM {table} WHERE job = ?1 AND phase = ?2");
        connection.execute(&sql, params![job, phase_number(phase)])?;
    }
    Ok(())
}

/// A problem's columns in the order that [`problem`] reads, after its place.
const PROBLEM: &str = "p.batch, p.number, p.row, p.outcome, p.code, p.column, p.value, p.args";

/// A page of a job's problems.
pub(super) fn list_problems(
    connection: &Connection,
    job: i64,
    phase: Phase,
    filter: &ProblemFilter,
    page: &Page,
) -> Result<Slice<JobProblem>> {
    let (sql, values) = select_problems(job, phase, filter, page)?;
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(rusqlite::params_from_iter(values))?;
    let mut entries = Vec::new();
    let mut next = None;
    let mut last = String::new();
    while let Some(row) = rows.next()? {
        if entries.len() == page.size {
            next = Some(last);
            break;
        }
        last = format!("{}-{}", row.get::<_, i64>(0)?, row.get::<_, i64>(1)?);
        entries.push(problem(row)?);
    }
    Ok(Slice { entries, next })
}

/// The query for a page of problems and the first one after it, and its values.
fn select_problems(
    job: i64,
    phase: Phase,
    filter: &ProblemFilter,
    page: &Page,
) -> Result<(String, Vec<Value>)> {
    let after = pair_cursor(page.after.as_deref())?;
    let (batch, number) = after.unwrap_or((0_i64, -1_i64));
    let phase = phase_number(phase);
    let mut values: Vec<Value> = vec![job.into(), phase.into(), batch.into(), number.into()];
    let (from, order) = if let Some(codes) = filter.codes() {
        let marks = vec!["?"; codes.len()].join(", ");
        values.extend(codes.into_iter().map(|code| Value::from(code.to_owned())));
        let from = format!(
            "problem_place l CROSS JOIN json_each(l.numbers) n CROSS JOIN problem p
             ON p.job = l.job AND p.phase = l.phase AND p.batch = l.batch AND p.number = n.value
             WHERE l.job = ?1 AND l.phase = ?2 AND l.batch >= ?3 AND (l.batch, n.value) > (?3, ?4)
             AND l.code IN ({marks})"
        );
        // They are read batch after batch, so that no more than those of one are put in order: by `p.batch`, all were.
        (from, "l.batch, n.value")
    } else {
        let is_after = "(p.batch, p.number) > (?3, ?4)";
        let from = format!("problem p WHERE p.job = ?1 AND p.phase = ?2 AND {is_after}");
        (from, "p.batch, p.number")
    };
    let mut sql = format!("SELECT {PROBLEM} FROM {from}");
    if let Some(text) = &filter.text {
        sql.push_str(
            r" AND (p.value LIKE ? ESCAPE '\' OR p.column LIKE ? ESCAPE '\' OR p.row = ?)",
        );
        let pattern = format!("%{}%", escape_like(text));
        values.push(pattern.clone().into());
        values.push(pattern.into());
        values.push(text.trim().parse().unwrap_or(-1_i64).into());
    }
    sql.push_str(" ORDER BY ");
    sql.push_str(order);
    sql.push_str(" LIMIT ?");
    let most = i64::try_from(page.size + 1).unwrap_or(i64::MAX);
    values.push(most.into());
    Ok((sql, values))
}

/// The problems of one batch, in file order.
pub(super) fn batch_problems(
    connection: &Connection,
    job: i64,
    phase: Phase,
    batch: u64,
) -> Result<Vec<JobProblem>> {
    let sql = format!(
        "SELECT {PROBLEM} FROM problem p
         WHERE p.job = ?1 AND p.phase = ?2 AND p.batch = ?3 ORDER BY p.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![job, phase_number(phase), batch])?;
    let mut problems = Vec::new();
    while let Some(row) = rows.next()? {
        problems.push(problem(row)?);
    }
    Ok(problems)
}

/// How many problems of each kind there are, errors first, then the most frequent.
pub(super) fn count_problems(
    connection: &Connection,
    job: i64,
    phase: Phase,
) -> Result<Vec<CodeCount>> {
    let mut statement = connection
        .prepare_cached("SELECT code, count FROM problem_count WHERE job = ?1 AND phase = ?2")?;
    let mut rows = statement.query(params![job, phase_number(phase)])?;
    let mut counts = Vec::new();
    while let Some(row) = rows.next()? {
        counts.push(CodeCount {
            code: code(row, 0)?,
            count: row.get(1)?,
        });
    }
    counts.sort_by_key(|count| (count.code.severity(), u64::MAX - count.count, count.code));
    Ok(counts)
}

/// A page of a job's rows.
pub(super) fn list_rows(
    connection: &Connection,
    job: i64,
    phase: Phase,
    filter: RowFilter,
    page: &Page,
) -> Result<Slice<StoredRow>> {
    let after: u64 = cursor(page.after.as_deref())?.unwrap_or_default();
    let any = filter.outcome.map_or("1", Outcome::name);
    let sql = format!(
        "SELECT rows FROM batch_outcome
         WHERE job = ?1 AND phase = ?2 AND {any} > 0 AND batch >= coalesce(
             (SELECT max(batch) FROM batch_outcome WHERE job = ?1 AND phase = ?2 AND first_row <= ?3), 0)
         ORDER BY batch"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut batches = statement.query(params![job, phase_number(phase), after])?;
    let mut entries: Vec<StoredRow> = Vec::new();
    while let Some(batch) = batches.next()? {
        let rows = decode_rows(batch.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        let wanted = rows.into_iter().filter(|row| {
            row.row > after && filter.outcome.is_none_or(|outcome| row.outcome == outcome)
        });
        entries.extend(wanted);
        if entries.len() > page.size {
            break;
        }
    }
    let more = entries.len() > page.size;
    entries.truncate(page.size);
    let next = entries
        .last()
        .filter(|_| more)
        .map(|row| row.row.to_string());
    Ok(Slice { entries, next })
}

/// What became of the rows of one batch.
pub(super) fn batch_rows(
    connection: &Connection,
    job: i64,
    phase: Phase,
    batch: u64,
) -> Result<Option<Vec<StoredRow>>> {
    let mut statement = connection.prepare_cached(
        "SELECT rows FROM batch_outcome WHERE job = ?1 AND phase = ?2 AND batch = ?3",
    )?;
    let mut rows = statement.query(params![job, phase_number(phase), batch])?;
    match rows.next()? {
        Some(row) => {
            let bytes = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
            Ok(Some(decode_rows(bytes)?))
        }
        None => Ok(None),
    }
}

fn problem(row: &Row<'_>) -> Result<JobProblem> {
    let outcome: String = row.get(3)?;
    let args: Option<String> = row.get(7)?;
    Ok(JobProblem {
        outcome: outcome_named(&outcome)?,
        problem: Problem {
            code: code(row, 4)?,
            row: row.get(2)?,
            column: row.get(5)?,
            value: row.get(6)?,
            args: match args {
                Some(args) => {
                    serde_json::from_str(&args).map_err(|error| StoreError::Unreadable {
                        what: "problem",
                        source: Box::new(error),
                    })?
                }
                None => BTreeMap::default(),
            },
        },
    })
}

fn code(row: &Row<'_>, column: usize) -> Result<Code> {
    code_named(
        row.get_ref(column)?
            .as_str()
            .map_err(rusqlite::Error::from)?,
    )
}

#[cfg(test)]
mod tests {
    use import_core::problem::Severity;
    use rusqlite::StatementStatus;

    use super::*;
    use crate::store::sqlite::connection;

    /// Batches of a thousand problems; the last of every tenth is of another kind.
    fn database(batches: u64) -> Connection {
        let mut database = Connection::open_in_memory().unwrap();
        connection::migrate(&mut database).unwrap();
        database.pragma_update(None, "foreign_keys", false).unwrap();
        for batch in 0..batches {
            let rows: Vec<RowOutcome> = (0..1_000)
                .map(|row| {
                    let is_rare = row == 999 && batch % 10 == 0;
                    let code = if is_rare {
                        Code::EmailInvalid
                    } else {
                        Code::PhoneInvalid
                    };
                    RowOutcome {
                        row,
                        outcome: Outcome::Updated,
                        contact: None,
                        organization: None,
                        problems: vec![Problem::of_row(code, row)],
                    }
                })
                .collect();
            let mut counts = HashMap::default();
            insert(&database, 1, Phase::Import, batch, &rows, &mut counts).unwrap();
        }
        database
    }

    #[test]
    fn a_page_of_a_kind_costs_what_it_answers() {
        let database = database(100);
        let check = |filter: ProblemFilter, size, found| {
            let page = Page { after: None, size };
            let (sql, values) = select_problems(1, Phase::Import, &filter, &page).unwrap();
            let mut statement = database.prepare(&sql).unwrap();
            let rows = statement.query(rusqlite::params_from_iter(values)).unwrap();
            assert_eq!(rows.mapped(|_| Ok(())).count(), found);
            let steps = statement.get_status(StatementStatus::VmStep);
            assert!(
                steps < 50_000,
                "{steps} steps for {found} of 100,000 problems"
            );
        };
        let of_code = |code| ProblemFilter {
            code: Some(code),
            ..ProblemFilter::default()
        };
        let of_severity = |severity| ProblemFilter {
            severity: Some(severity),
            ..ProblemFilter::default()
        };
        check(of_code(Code::EmailInvalid), 50, 10);
        check(of_code(Code::UrlInvalid), 50, 0);
        check(of_severity(Severity::Error), 50, 10);
        check(of_code(Code::PhoneInvalid), 50, 51);
        check(of_severity(Severity::Warning), 50, 51);
    }
}
