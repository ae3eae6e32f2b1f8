//! Ctrl-C: the first asks what runs to stop, the second does not ask. What only reads is not waited for.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::exit::Exit;
use crate::sparql::CancellationToken;

static TOKEN: OnceLock<CancellationToken> = OnceLock::new();
static ASKED: AtomicBool = AtomicBool::new(false);
static READS: AtomicBool = AtomicBool::new(false);

/// How long a question may take to end of itself: one that piled up much has as much to give back.
const GRACE: Duration = Duration::from_millis(100);

/// From now on Ctrl-C cancels the token that is given back, and [`asked`] is true then.
pub(super) fn token() -> CancellationToken {
    TOKEN
        .get_or_init(|| {
            let token = CancellationToken::new();
            let cancels = token.clone();
            // Where no thread can be made, Ctrl-C ends the process as it always did: a store is whole at any moment.
            let _ = std::thread::Builder::new().name("interrupt".to_owned()).spawn(move || wait(&cancels));
            token
        })
        .clone()
}

/// The same for a command that changes nothing: it is over within a moment of Ctrl-C, whatever it is doing.
pub(super) fn token_of_question() -> CancellationToken {
    READS.store(true, Ordering::Relaxed);
    token()
}

/// Whether Ctrl-C was pressed since [`token`] was called.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

fn wait(token: &CancellationToken) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() else { return };
    runtime.block_on(async {
        if tokio::signal::ctrl_c().await.is_err() {
            return;
        }
        ASKED.store(true, Ordering::Relaxed);
        token.cancel();
        if READS.load(Ordering::Relaxed) {
            std::thread::sleep(GRACE);
            eprintln!("error: cancelled");
            std::process::exit(Exit::Interrupted as i32);
        }
        eprintln!("Stopping, with nothing half done; Ctrl-C again to stop at once.");
        if tokio::signal::ctrl_c().await.is_ok() {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
}
