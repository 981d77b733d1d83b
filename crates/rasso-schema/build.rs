//! Builds again when a file is added to `data-schemas`, which the embedding alone would not see.

fn main() {
    println!("cargo::rerun-if-changed=../../data-schemas");
}
