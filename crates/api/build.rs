//! Builds the program again when the pages that go into it have changed.

fn main() {
    println!("cargo:rerun-if-changed=../../frontend/dist");
}
