//! Lists the files that are built into the library.

#[path = "build/ontology.rs"]
mod ontology;
#[path = "build/views.rs"]
mod views;

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    ontology::list();
    views::list()
}
