use milieu::Store;
use milieu::view::{Catalogue, RunOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let snapshot = Store::open_read_only("my-store")?.snapshot();
    let view = Catalogue::shipped().get("linkage/reach")?;
    let table = view.run(&snapshot, &view.arguments([("group", "Alder Valley")])?, &RunOptions::default())?;
    table.to_csv(std::io::stdout())?;
    Ok(())
}
