//! Builds the program again when the pages that go into it have changed.

#[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
fn main() {
    println!("cargo:rerun-if-changed=../../frontend/dist");
}
