//! What happens to a ledger that was damaged, cut or forged, or whose writing was killed.

use super::*;

fn copy(from: &Path, to: &Path) {
    for file in every_file(from) {
        let at = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        fs::copy(&file, at).unwrap();
    }
}

#[test]
fn a_byte_flipped_anywhere_is_found() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    let (cells, constraints) = files(&[COUNTS]);
    desk.publish_files(&format!("{cells}more,50,\n"), &constraints)
        .unwrap();
    let mut flipped = 0;
    for file in every_file(&desk.ledger()) {
        let text = fs::read(&file).unwrap();
        for at in 0..text.len() {
            // Every bit in turn: a wrong letter, another digit, a byte that is no text.
            let mut wrong = text.clone();
            wrong[at] ^= 1 << (at % 8);
            fs::write(&file, &wrong).unwrap();
            let code = told(&desk);
            assert_eq!(code, Err(7), "{}, byte {at}", file.display());
            flipped += 1;
        }
        fs::write(&file, &text).unwrap();
    }
    assert!(flipped > 4_000, "{flipped}");
    assert_eq!(told(&desk), Ok(2));
}

#[test]
fn files_and_folders_taken_away_added_or_swapped_are_found() {
    let desk = Desk::new();
    for vintages in 1..=3 {
        desk.publish(&[COUNTS, revised(), COUNTS][..vintages])
            .unwrap();
    }
    let ledger = desk.ledger();
    let kept = desk.path("kept");
    copy(&ledger, &kept);
    let first: &dyn Fn(&str) -> PathBuf = &|name| ledger.join("0001").join(name);
    let changes: [(&str, &dyn Fn()); 9] = [
        ("a release from the middle", &|| {
            fs::remove_dir_all(ledger.join("0002")).unwrap();
        }),
        ("the last release", &|| {
            fs::remove_dir_all(ledger.join("0003")).unwrap();
        }),
        ("the head", &|| fs::remove_file(ledger.join(HEAD)).unwrap()),
        ("a head cut short", &|| {
            let text = fs::read_to_string(ledger.join(HEAD)).unwrap();
            fs::write(ledger.join(HEAD), &text[..text.len() / 2]).unwrap();
        }),
        ("a file of a release", &|| {
            fs::remove_file(first(CELLS)).unwrap();
        }),
        ("a file too many", &|| {
            fs::write(first("notes.txt"), "x").unwrap();
        }),
        ("a folder too many", &|| {
            fs::create_dir(ledger.join("0004")).unwrap();
        }),
        ("a folder of another name", &|| {
            fs::create_dir(ledger.join("old")).unwrap();
        }),
        ("tables swapped", &|| {
            fs::copy(kept.join("0002/cells.csv"), first(CELLS)).unwrap();
        }),
    ];
    for (what, change) in changes {
        change();
        assert_eq!(told(&desk), Err(7), "{what}");
        fs::remove_dir_all(&ledger).unwrap();
        copy(&kept, &ledger);
        assert_eq!(told(&desk), Ok(3), "{what}");
    }
}

#[test]
fn a_release_killed_anywhere_leaves_the_ledger_before_or_after() {
    let desk = Desk::new();
    let (ledger, before) = (desk.ledger(), desk.path("before"));
    for (number, vintages) in [(1, &[COUNTS][..]), (2, &[COUNTS, revised()][..])] {
        let head = fs::read(ledger.join(HEAD)).ok();
        desk.publish(vintages).unwrap();
        let whole = ledger.join(name(number));
        let new_head = fs::read(ledger.join(HEAD)).unwrap();
        // Not named yet, and half written: as before.
        fs::rename(&whole, &before).unwrap();
        match &head {
            Some(head) => fs::write(ledger.join(HEAD), head).unwrap(),
            None => fs::remove_file(ledger.join(HEAD)).unwrap(),
        }
        let building = ledger.join(format!("{BUILDING}{}", name(number)));
        fs::create_dir(&building).unwrap();
        fs::copy(before.join(CELLS), building.join(CELLS)).unwrap();
        assert_eq!(told(&desk), Ok(number - 1));
        // Named, with the old head, and the new one half written: as after.
        fs::rename(&before, &whole).unwrap();
        fs::write(ledger.join(NEXT_HEAD), &new_head[..9]).unwrap();
        assert_eq!(told(&desk), Ok(number));
        // The next run goes on from there, and clears away.
        assert!(!desk.publish(vintages).unwrap().summary.is_new);
        desk.publish(&[vintages, &[COUNTS]].concat()).unwrap();
        assert_eq!(told(&desk), Ok(number + 1));
        assert!(!building.exists() && !ledger.join(NEXT_HEAD).exists());
        fs::remove_dir_all(ledger.join(name(number + 1))).unwrap();
        fs::write(ledger.join(HEAD), &new_head).unwrap();
        assert_eq!(told(&desk), Ok(number));
    }
}

/// Somebody who can write to the ledger forges the whole chain: then addition tells.
#[test]
fn a_chain_forged_from_end_to_end_is_told_by_addition() {
    let desk = Desk::new();
    desk.publish(&[COUNTS]).unwrap();
    let folder = desk.ledger().join("0001");
    let whole =
        [CELLS, CONSTRAINTS, CERTIFICATE].map(|it| fs::read_to_string(folder.join(it)).unwrap());
    let forge = |name: &str, from: &str, to: &str| {
        let texts = [CELLS, CONSTRAINTS, CERTIFICATE].iter().zip(&whole);
        let mut digests: Vec<(String, String)> = Vec::new();
        for (at, text) in texts {
            let mut text = text.clone();
            if *at == name {
                assert!(text.contains(from), "{name} has no `{from}`");
                text = text.replacen(from, to, 1);
            }
            for (old, new) in &digests {
                text = text.replace(old.as_str(), new);
            }
            digests.push((
                bytes::sha256(whole[digests.len()].as_bytes()),
                bytes::sha256(text.as_bytes()),
            ));
            fs::write(folder.join(at), text).unwrap();
        }
        let (entry, _) = Entry::read(&folder.join(ENTRY)).unwrap();
        let mut files = entry.files;
        for name in FILES {
            files.insert(
                name.to_owned(),
                bytes::sha256(&fs::read(folder.join(name)).unwrap()),
            );
        }
        let entry = chain::text(&Entry::new(1, None, &entry.policy, files));
        fs::write(folder.join(ENTRY), &entry).unwrap();
        let head = Head::new(1, Some(bytes::sha256(entry.as_bytes())));
        fs::write(desk.ledger().join(HEAD), chain::text(&head)).unwrap();
        told(&desk)
    };
    assert_eq!(forge("", "", ""), Ok(1), "nothing was changed");
    let forgeries = [
        (CELLS, "v0r4c4,s,218", "v0r4c4,s,217"),
        (CELLS, "v0r0c0,c,", "v0r0c0,s,2"),
        (CONSTRAINTS, "v0row0,v0r0c0,1", "v0row0,v0r0c0,2"),
        (CERTIFICATE, "[[0,", "[[1,"),
        (CERTIFICATE, "\"width\": 3", "\"width\": 2"),
        (CERTIFICATE, "nobody can", "anybody can"),
        (CERTIFICATE, "\"v0r0c0\"", "\"v0r0c9\""),
    ];
    for (name, from, to) in forgeries {
        assert_eq!(forge(name, from, to), Err(4), "{name}: {to}");
    }
    assert_eq!(
        forge(CERTIFICATE, "\"claim\"", "\"claims\""),
        Err(7),
        "no certificate"
    );
}
