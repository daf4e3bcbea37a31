//! Rebuilds the binary when the embedded pages change.

fn main() {
    println!("cargo:rerun-if-changed=../../frontend/dist");
}
