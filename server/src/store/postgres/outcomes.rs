//! What became of rows: written by batches, read by pages.

use std::collections::BTreeMap;

use foldhash::HashMap;
use import_core::api::{CodeCount, JobProblem, Phase};
use import_core::outcome::{Outcome, RowOutcome, Tally};
use import_core::problem::{Code, Problem};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

use super::connection::Connection;
use super::convert::{big, count, get, one_more, parse, plain};
use super::copy::Copy;
use super::pipe::Pipe;
use crate::store::listing::{cursor, pair_cursor, to_json};
use crate::store::spelling::{self, code_named, escape_like, outcome_named};
use crate::store::{
    Page, ProblemFilter, Result, RowFilter, Slice, StoredRow, decode_rows, encode_rows,
};

fn phase_number(phase: Phase) -> i16 {
    i16::from(spelling::phase_number(phase))
}

/// Writes the outcomes and problems of a batch, and adds its problems to `counts`.
pub(super) fn insert(
    pipe: &mut Pipe<'_>,
    job: i64,
    phase: Phase,
    batch: u64,
    rows: &[RowOutcome],
    counts: &mut HashMap<Code, u64>,
) -> Result<()> {
    let phase = phase_number(phase);
    let batch = big(batch);
    let mut tally = Tally::default();
    for row in rows {
        tally.count(row.outcome);
    }
    pipe.execute(
        "INSERT INTO batch_outcome
         (job, phase, batch, first_row, created, updated, merged, unchanged, rejected, rows)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        vec![
            Box::new(job),
            Box::new(phase),
            Box::new(batch),
            Box::new(big(rows.first().map_or(0, |row| row.row))),
            Box::new(big(tally.created)),
            Box::new(big(tally.updated)),
            Box::new(big(tally.merged)),
            Box::new(big(tally.unchanged)),
            Box::new(big(tally.rejected)),
            Box::new(encode_rows(rows)),
        ],
        None,
    )?;
    let into = r#"problem (job, phase, batch, number, row, is_error, outcome, code, "column", value, args)"#;
    let types = vec![
        Type::INT8,
        Type::INT2,
        Type::INT8,
        Type::INT8,
        Type::INT8,
        Type::BOOL,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT,
    ];
    let mut copy = Copy::new(pipe, into.to_owned(), types);
    let mut places: BTreeMap<Code, Vec<i64>> = BTreeMap::new();
    let problems = rows
        .iter()
        .flat_map(|row| row.problems.iter().map(move |problem| (row, problem)));
    for (number, (row, problem)) in (0_i64..).zip(problems) {
        let args = if problem.args.is_empty() {
            None
        } else {
            Some(to_json(&problem.args)?)
        };
        copy.row(&[
            &job,
            &phase,
            &batch,
            &number,
            &big(problem.row),
            &problem.is_error(),
            &row.outcome.name(),
            &problem.code.name(),
            &problem.column.as_deref().map(plain),
            &plain(&problem.value),
            &args,
        ])?;
        places.entry(problem.code).or_default().push(number);
    }
    copy.finish()?;
    if places.is_empty() {
        return Ok(());
    }
    let (mut codes, mut numbers) = (Vec::new(), Vec::new());
    for (code, of_code) in places {
        codes.push(code.name());
        numbers.push(to_json(&of_code)?);
        *counts.entry(code).or_default() += of_code.len() as u64;
    }
    pipe.execute(
        "INSERT INTO problem_place (job, phase, batch, code, numbers)
         SELECT $1, $2, $3, code, numbers FROM unnest($4::text[], $5::text[]) found (code, numbers)",
        vec![
            Box::new(job),
            Box::new(phase),
            Box::new(batch),
            Box::new(codes),
            Box::new(numbers),
        ],
        None,
    )
}

/// Adds to the counts of a job's problems, and forgets what was added.
pub(super) fn add_counts(
    pipe: &mut Pipe<'_>,
    job: i64,
    phase: Phase,
    counts: &mut HashMap<Code, u64>,
) -> Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let (codes, counts): (Vec<_>, Vec<_>) = counts
        .drain()
        .map(|(code, count)| (code.name(), big(count)))
        .unzip();
    pipe.execute(
        "INSERT INTO problem_count AS c (job, phase, code, count)
         SELECT $1, $2, code, count FROM unnest($3::text[], $4::bigint[]) found (code, count)
         ON CONFLICT (job, phase, code) DO UPDATE SET count = c.count + excluded.count",
        vec![
            Box::new(job),
            Box::new(phase_number(phase)),
            Box::new(codes),
            Box::new(counts),
        ],
        None,
    )
}

/// Forgets everything that a pass found.
pub(super) fn clear(connection: &mut Connection, job: i64, phase: Phase) -> Result<()> {
    for table in ["batch_outcome", "problem", "problem_place", "problem_count"] {
        let sql = format!("DELETE FROM {table} WHERE job = $1 AND phase = $2");
        connection.execute(&sql, &[&job, &phase_number(phase)])?;
    }
    Ok(())
}

/// A problem's columns in the order that [`problem`] reads, after its place.
const PROBLEM: &str = r#"p.batch, p.number, p.row, p.outcome, p.code, p."column", p.value, p.args"#;

/// A page of a job's problems.
pub(super) fn list_problems(
    connection: &mut Connection,
    job: i64,
    phase: Phase,
    filter: &ProblemFilter,
    page: &Page,
) -> Result<Slice<JobProblem>> {
    let after = pair_cursor(page.after.as_deref())?;
    let (batch, number) = after.unwrap_or((0_i64, -1_i64));
    let codes = filter.codes();
    let (from, place) = if codes.is_some() {
        // They are read batch after batch, so that no more than those of one are put in order; the limit has each
        // problem looked for by its number, instead of all of a batch read.
        let from = "(SELECT * FROM problem_place
              WHERE job = $1 AND phase = $2 AND batch >= $3 AND code = ANY ($5) ORDER BY batch) l
             CROSS JOIN LATERAL json_array_elements_text(l.numbers::json) n (number)
             CROSS JOIN LATERAL (SELECT * FROM problem p WHERE p.job = l.job AND p.phase = l.phase
              AND p.batch = l.batch AND p.number = n.number::bigint LIMIT 1) p";
        (from, "l.batch, n.number::bigint")
    } else {
        ("problem p", "p.batch, p.number")
    };
    let sql = format!(
        r#"SELECT {PROBLEM} FROM {from}
           WHERE p.job = $1 AND p.phase = $2 AND ({place}) > ($3, $4) AND ($5::text[] IS NULL OR p.code = ANY ($5))
           AND ($6::text IS NULL OR p.value ILIKE $6 OR p."column" ILIKE $6 OR p.row = $7)
           ORDER BY {place} LIMIT $8"#
    );
    let text = filter.text.as_deref().map(plain);
    let pattern = text.as_ref().map(|text| format!("%{}%", escape_like(text)));
    let row = text
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(-1_i64);
    let found = connection.query(
        &sql,
        &[
            &job,
            &phase_number(phase),
            &batch,
            &number,
            &codes,
            &pattern,
            &row,
            &one_more(page.size),
        ],
    )?;
    let next = match found.get(..page.size).and_then(<[Row]>::last) {
        Some(row) if found.len() > page.size => {
            Some(format!("{}-{}", get::<i64>(row, 0)?, get::<i64>(row, 1)?))
        }
        _ => None,
    };
    let entries = found.iter().take(page.size).map(problem);
    Ok(Slice {
        entries: entries.collect::<Result<_>>()?,
        next,
    })
}

/// The problems of one batch, in file order.
pub(super) fn batch_problems(
    connection: &mut Connection,
    job: i64,
    phase: Phase,
    batch: u64,
) -> Result<Vec<JobProblem>> {
    let sql = format!(
        "SELECT {PROBLEM} FROM problem p
         WHERE p.job = $1 AND p.phase = $2 AND p.batch = $3 ORDER BY p.number"
    );
    let found = connection.query(&sql, &[&job, &phase_number(phase), &big(batch)])?;
    found.iter().map(problem).collect()
}

/// How many problems of each kind there are, errors first, then the most frequent.
pub(super) fn count_problems(
    connection: &mut Connection,
    job: i64,
    phase: Phase,
) -> Result<Vec<CodeCount>> {
    let sql = "SELECT code, count FROM problem_count WHERE job = $1 AND phase = $2";
    let found = connection.query(sql, &[&job, &phase_number(phase)])?;
    let mut counts = Vec::with_capacity(found.len());
    for row in &found {
        counts.push(CodeCount {
            code: code_named(get(row, 0)?)?,
            count: count(row, 1)?,
        });
    }
    counts.sort_by_key(|count| (count.code.severity(), u64::MAX - count.count, count.code));
    Ok(counts)
}

/// Batches that are read at a time for a page of rows.
const AT_A_TIME: i64 = 4;

/// A page of a job's rows.
pub(super) fn list_rows(
    connection: &mut Connection,
    job: i64,
    phase: Phase,
    filter: RowFilter,
    page: &Page,
) -> Result<Slice<StoredRow>> {
    let after: u64 = cursor(page.after.as_deref())?.unwrap_or_default();
    let phase = phase_number(phase);
    let start = connection.query_one(
        "SELECT coalesce(max(batch), 0) FROM batch_outcome
         WHERE job = $1 AND phase = $2 AND first_row <= $3",
        &[&job, &phase, &big(after)],
    )?;
    let mut start: i64 = get(&start, 0)?;
    let any = filter.outcome.map_or("1", Outcome::name);
    let sql = format!(
        "SELECT batch, rows FROM batch_outcome
         WHERE job = $1 AND phase = $2 AND {any} > 0 AND batch >= $3 ORDER BY batch LIMIT $4"
    );
    let mut entries: Vec<StoredRow> = Vec::new();
    while entries.len() <= page.size {
        let batches = connection.query(&sql, &[&job, &phase, &start, &AT_A_TIME])?;
        let Some(last) = batches.last() else {
            break;
        };
        start = get::<i64>(last, 0)? + 1;
        for batch in &batches {
            let rows = decode_rows(get(batch, 1)?)?.into_iter();
            entries.extend(rows.filter(|row| {
                row.row > after && filter.outcome.is_none_or(|outcome| row.outcome == outcome)
            }));
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
    connection: &mut Connection,
    job: i64,
    phase: Phase,
    batch: u64,
) -> Result<Option<Vec<StoredRow>>> {
    let found = connection.query_opt(
        "SELECT rows FROM batch_outcome WHERE job = $1 AND phase = $2 AND batch = $3",
        &[&job, &phase_number(phase), &big(batch)],
    )?;
    found.map(|row| decode_rows(get(&row, 0)?)).transpose()
}

fn problem(row: &Row) -> Result<JobProblem> {
    Ok(JobProblem {
        outcome: outcome_named(get(row, 3)?)?,
        problem: Problem {
            code: code_named(get(row, 4)?)?,
            row: count(row, 2)?,
            column: get(row, 5)?,
            value: get(row, 6)?,
            args: match get(row, 7)? {
                Some(args) => parse(args)?,
                None => BTreeMap::default(),
            },
        },
    })
}
