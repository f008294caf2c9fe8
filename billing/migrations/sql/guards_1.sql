-- What the ledger forbids is refused here, whoever asks: the admin, a shell, another program.

-- Entries are written once.
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the ledger is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER entry_append_only_truncate BEFORE TRUNCATE ON billing_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER hold_stays BEFORE DELETE ON billing_tokenhold
    FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER hold_stays_truncate BEFORE TRUNCATE ON billing_tokenhold
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();

-- A balance is what its last entry says. Looked up by primary key: "the newest entry of the account" made the planner
-- walk the whole index and took a thousandth of the speed.
CREATE FUNCTION ledger_guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.user_id <> OLD.user_id OR coalesce(NEW.last_entry_id, 0) < coalesce(OLD.last_entry_id, 0)) THEN
        RAISE EXCEPTION 'token account % may not go back or change hands', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.last_entry_id IS NULL THEN
        IF NEW.available = 0 AND NEW.held = 0 AND NEW.debt = 0 THEN
            RETURN NULL;
        END IF;
    ELSE
        PERFORM 1 FROM billing_ledgerentry e
        WHERE e.id = NEW.last_entry_id AND e.account_id = NEW.id
          AND e.available_after = NEW.available AND e.held_after = NEW.held AND e.debt_after = NEW.debt;
        IF FOUND THEN
            RETURN NULL;
        END IF;
    END IF;
    RAISE EXCEPTION 'the balance of token account % is not what its last entry says', NEW.id
        USING ERRCODE = 'check_violation';
END
$$;
CREATE CONSTRAINT TRIGGER account_matches_last_entry AFTER INSERT OR UPDATE ON billing_tokenaccount
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_guard_account();

-- No entry without its balance: the account must have taken it in by the end of the transaction.
CREATE FUNCTION ledger_guard_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM billing_tokenaccount a WHERE a.id = NEW.account_id AND a.last_entry_id >= NEW.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % is not in the balance of its account', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER entry_in_balance AFTER INSERT ON billing_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_guard_entry();

-- A hold keeps its size and owner, and what was captured or released stays so.
CREATE FUNCTION ledger_guard_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.account_id <> OLD.account_id OR NEW.key <> OLD.key OR NEW.amount <> OLD.amount
       OR NEW.captured < OLD.captured OR NEW.released < OLD.released
       OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at) THEN
        RAISE EXCEPTION 'hold % may only be used up', OLD.key USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold_only_used_up BEFORE UPDATE ON billing_tokenhold
    FOR EACH ROW EXECUTE FUNCTION ledger_guard_hold();
