//! Lets the server build before the page was built: the folder of the built page has to be there. Builds it
//! anew when there are other migrations.

use std::path::Path;

fn main() {
    let dist = Path::new("../app/dist");
    println!("cargo::rerun-if-changed=../app/dist");
    // They become part of the program, also those that are new.
    println!("cargo::rerun-if-changed=src/store/sqlite/migrations");
    println!("cargo::rerun-if-changed=src/store/postgres/migrations");
    if !dist.exists()
        && let Err(error) = std::fs::create_dir_all(dist)
    {
        println!(
            "cargo::error=could not create `{}`: {error}",
            dist.display()
        );
    }
}
