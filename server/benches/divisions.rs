//! Many divisions that import at once, on one `PostgreSQL` and more and more servers: how far rows a second grow with
//! the servers. `cargo bench -p server -- divisions SERVERS DIVISIONS ROWS`.

use std::thread;
use std::time::Instant;

use crate::contacts::Shape;
use crate::served::{Served, create_user};
use crate::{Result, cluster};

/// Does it with 1, 2, 4 … servers, and prints a line for each.
pub(crate) fn run(servers: usize, divisions: usize, rows: u64) -> Result<()> {
    let cores = thread::available_parallelism()?;
    println!("{divisions} divisions of {rows} rows each, {cores} cores for all, database included");
    let mut number = 1;
    while number <= servers {
        let seconds = import(number, divisions, rows)?;
        let all = rows as f64 * divisions as f64;
        println!(
            "{number} servers: {seconds:.2} s, {:.0} rows/s",
            all / seconds
        );
        number *= 2;
    }
    Ok(())
}

/// Seconds from the moment that all divisions are told to import until the last has.
fn import(servers: usize, divisions: usize, rows: u64) -> Result<f64> {
    let database = cluster::new_database();
    create_user(&database)?;
    let servers = (0..servers).map(|_| Served::start(&database));
    let servers = servers.collect::<Result<Vec<_>>>()?;
    let sql = format!(
        "INSERT INTO division SELECT n, 'd' || n, 'Division ' || n FROM generate_series(1, {divisions}) n"
    );
    cluster::rows(&database, &sql);
    let first = &servers[0];
    let mapping = first.profile()?;
    let shape = Shape {
        rows,
        messy: true,
        edition: 0,
    };
    let jobs = (1..=divisions).map(|n| first.validate(shape, &mapping, &format!("d{n}")));
    let jobs = jobs.collect::<Result<Vec<_>>>()?;

    let began = Instant::now();
    for (server, job) in servers.iter().cycle().zip(&jobs) {
        server.go_on(job)?;
    }
    for job in &jobs {
        first.complete(job)?;
    }
    Ok(began.elapsed().as_secs_f64())
}
