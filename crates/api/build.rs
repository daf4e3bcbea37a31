//! Rebuilds the binary when the embedded pages change. A debug build reads them as it answers: it only has to find their directory.

use std::{env, path::Path};

const PAGES: &str = "../../frontend/dist";

fn main() {
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if is_release || !Path::new(PAGES).exists() { PAGES } else { "build.rs" };
    println!("cargo:rerun-if-changed={watched}");
}
