//! Lists the files that are built into the library.

#[path = "build/ontology.rs"]
mod ontology;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    ontology::list();
}
