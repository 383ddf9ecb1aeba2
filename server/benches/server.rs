//! What a running server needs: time on `PostgreSQL`, memory, and time for a search.

use rusqlite::Connection;
use tempfile::TempDir;

use crate::contacts::Shape;
use crate::served::{Served, create_user};
use crate::{Line, Result, cluster, median};

/// Searches of each kind.
const SEARCHES: u64 = 40;

/// `PostgreSQL` alone, in the same tables with the same indexes: what the import left, by `COPY` from a file of the
/// database's server, in one transaction. No client, no network, nothing to decide.
const BARE: [&str; 6] = [
    "contact",
    "contact_identifier",
    "contact_name",
    "organization",
    "organization_identifier",
    "organization_name",
];

/// The lines of `S5`, `S7` and `A1`.
pub(crate) fn run(rows: u64, runs: usize) -> Result<Vec<Line>> {
    let shape = |rows| Shape {
        rows,
        messy: true,
        edition: 0,
    };
    let mut lines = Vec::new();
    let (mut ours, mut bare, mut on_postgres) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let database = cluster::new_database();
        create_user(&database)?;
        let served = Served::start(&database)?;
        ours.push(served.import(shape(rows))?);
        bare.push(copy(&database)?);
        cluster::rows(&database, "VACUUM ANALYZE");
        on_postgres = searches(&served, rows)?;
        say_sizes(&database)?;
    }
    let (ours, bare) = (median(ours), median(bare));
    lines.push(Line::new(
        "S5",
        "PostgreSQL, new rows / bare COPY",
        "s",
        ours,
        bare,
        1.5,
    ));

    let mut peaks = Vec::new();
    let mut on_sqlite = Vec::new();
    for rows in [rows / 10, rows] {
        let folder = TempDir::new()?;
        let database = format!("sqlite:{}", folder.path().join("muster.db").display());
        create_user(&database)?;
        let served = Served::start(&database)?;
        served.import(shape(rows))?;
        peaks.push(served.peak_memory()?);
        on_sqlite = searches(&served, rows)?;
        let file = Connection::open(folder.path().join("muster.db"))?;
        let sql = "SELECT page_count * page_size / (SELECT count(*) FROM contact)
                   FROM pragma_page_count, pragma_page_size";
        let size: i64 = file.query_row(sql, [], |row| row.get(0))?;
        println!("   {size} bytes a contact in SQLite, with the file itself and outcomes");
    }
    let (small, large) = (peaks[0], peaks[1]);
    lines.push(Line::new(
        "S7",
        "memory while importing / limit",
        "MB",
        large,
        512.0,
        1.0,
    ));
    lines.push(Line::new(
        "S7",
        "memory, all rows / a tenth",
        "MB",
        large,
        small,
        1.5,
    ));
    for (name, times) in [("SQLite", on_sqlite), ("PostgreSQL", on_postgres)] {
        let name = format!("contact search on {name}, 95 of 100 / limit");
        lines.push(Line::new("A1", &name, "ms", percentile(times), 30.0, 1.0));
    }
    Ok(lines)
}

/// Says how large the tables and their indexes are, those of the directory and all.
fn say_sizes(database: &str) -> Result<()> {
    let size = |tables: &str| -> Result<u64> {
        let sql = format!(
            "SELECT (sum(pg_total_relation_size(oid)) / (SELECT count(*) FROM contact))::bigint FROM pg_class \
             WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace {tables}"
        );
        let found = cluster::rows(database, &sql);
        Ok(found.last().ok_or("no size")?.parse()?)
    };
    let directory = size(&format!("AND relname IN ('{}')", BARE.join("', '")))?;
    let all = size("")?;
    println!(
        "   {directory} bytes a contact in PostgreSQL, {all} with the file itself and outcomes"
    );
    Ok(())
}

/// Seconds of the bare `COPY`.
fn copy(database: &str) -> Result<f64> {
    let folder = &cluster::rows(database, "SHOW data_directory")[0];
    let for_each = |statement: &dyn Fn(&str, &str) -> String| -> String {
        let file = |table: &str| format!("'{folder}/{table}.copy' (FORMAT binary);");
        let statements = BARE.iter().map(|table| statement(table, &file(table)));
        statements.collect()
    };
    let out = for_each(&|table, file| format!("COPY {table} TO {file}"));
    let into =
        for_each(&|table, _| format!("CREATE TABLE bare.{table} (LIKE {table} INCLUDING ALL);"));
    let load = for_each(&|table, file| format!("COPY bare.{table} FROM {file}"));
    cluster::rows(database, &out);
    cluster::rows(database, "CREATE SCHEMA bare");
    cluster::rows(database, &into);
    // On the clock of the database's server: starting `psql` does not count.
    let timed = format!(
        "DO $$ DECLARE began timestamptz := clock_timestamp(); BEGIN {load} \
         PERFORM set_config('bare.seconds', extract(epoch FROM clock_timestamp() - began)::text, false); \
         END $$; SELECT current_setting('bare.seconds')"
    );
    let seconds = cluster::rows(database, &timed);
    cluster::rows(database, "DROP SCHEMA bare CASCADE");
    Ok(seconds.last().ok_or("no time")?.parse()?)
}

/// Milliseconds of searches as people make them, over all of the directory.
fn searches(served: &Served, rows: u64) -> Result<Vec<f64>> {
    let mut found = Vec::new();
    for number in 0..SEARCHES {
        let person = number * (rows / SEARCHES);
        let company = person % 5000;
        let prefixes = ["Ann", "Mał", "Юли", "小明", "Ma", "Hiroshi"];
        let names = ["Zoë Liu", "Ann Tariq", "priya jose", "Óscar Søren"];
        let place = usize::try_from(number)?;
        found.push(served.search(&prefixes[place % prefixes.len()])?);
        found.push(served.search(&names[place % names.len()])?);
        found.push(served.search(&format_args!("person{person}@company{company}."))?);
        found.push(served.search(&format_args!("C-{person:08}"))?);
        found.push(served.search(&format_args!("person{number}"))?);
    }
    // Some look for a row that was rejected.
    let hits = found.iter().filter(|(_, is_found)| *is_found).count();
    if hits * 10 < found.len() * 9 {
        return Err(format!("only {hits} of {} searches find something", found.len()).into());
    }
    Ok(found.into_iter().map(|(time, _)| time).collect())
}

/// What 95 of 100 do not exceed.
fn percentile(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}
