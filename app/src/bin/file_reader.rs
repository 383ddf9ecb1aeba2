//! The file reader: reads files that are not plain UTF-8 for the import worker.

fn main() {
    console_error_panic_hook::set_once();
    app::reader::host::serve().expect("a worker hears messages");
}
