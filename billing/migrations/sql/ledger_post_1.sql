-- The one way to move tokens; called only by billing/ledger.py.
--
-- Locks one account first, so everything after it is alone with that account: the look-up of the key, the checks,
-- the entry and the new balance. A key that stands already moves nothing and answers with what it moved then.
-- available and debt are the two sides of one number (never both above zero), so credits repay debt by themselves.
CREATE FUNCTION ledger_post(
    p_kind text, p_user bigint, p_amount bigint, p_key text,
    p_hold text, p_purpose text, p_actor bigint, p_reason text
) RETURNS TABLE (posted boolean, moved bigint, available_now bigint, held_now bigint, debt_now bigint)
LANGUAGE plpgsql AS $$
DECLARE
    account billing_tokenaccount;
    hold billing_tokenhold;
    known billing_ledgerentry;
    of_hold constant boolean := p_kind IN ('capture', 'release');
    net bigint;
    entry bigint;
BEGIN
    IF of_hold THEN
        SELECT * INTO hold FROM billing_tokenhold WHERE key = p_hold;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'there is no hold %', p_hold USING ERRCODE = 'LG005';
        END IF;
        SELECT * INTO account FROM billing_tokenaccount WHERE id = hold.account_id FOR NO KEY UPDATE;
        -- again: another transaction may have moved it while we waited for the lock
        SELECT * INTO hold FROM billing_tokenhold WHERE key = p_hold;
    ELSE
        SELECT * INTO account FROM billing_tokenaccount WHERE user_id = p_user FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            INSERT INTO billing_tokenaccount (user_id) VALUES (p_user) ON CONFLICT (user_id) DO NOTHING;
            SELECT * INTO account FROM billing_tokenaccount WHERE user_id = p_user FOR NO KEY UPDATE;
        END IF;
    END IF;

    SELECT * INTO known FROM billing_ledgerentry WHERE key = p_key;
    IF FOUND THEN
        IF known.account_id <> account.id OR known.kind <> p_kind OR known.amount <> coalesce(p_amount, known.amount)
           OR (of_hold AND known.hold_id <> hold.id) THEN
            RAISE EXCEPTION 'key % was used for another movement', p_key USING ERRCODE = 'LG002';
        END IF;
        RETURN QUERY SELECT false, known.amount, account.available, account.held, account.debt;
        RETURN;
    END IF;

    moved := CASE WHEN p_kind = 'release' THEN hold.amount - hold.captured - hold.released ELSE p_amount END;
    IF of_hold AND moved = 0 THEN  -- nothing earned, or nothing left to give back
        RETURN QUERY SELECT false, 0::bigint, account.available, account.held, account.debt;
        RETURN;
    END IF;
    IF moved IS NULL OR moved <= 0 THEN
        RAISE EXCEPTION '% of % tokens', p_kind, moved USING ERRCODE = 'LG006';
    END IF;
    IF p_kind = 'capture' AND hold.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'hold % is closed', p_hold USING ERRCODE = 'LG003';
    END IF;
    IF p_kind = 'capture' AND moved > hold.amount - hold.captured - hold.released THEN
        RAISE EXCEPTION 'capture of % from hold %', moved, p_hold
            USING ERRCODE = 'LG004', DETAIL = hold.amount - hold.captured - hold.released;
    END IF;
    IF p_kind = 'hold' AND moved > account.available THEN  -- who owes has nothing available
        RAISE EXCEPTION 'hold of % with % available', moved, account.available
            USING ERRCODE = 'LG001', DETAIL = json_build_array(moved, account.available, account.debt);
    END IF;

    net := account.available - account.debt;
    CASE p_kind
        WHEN 'grant', 'purchase', 'topup' THEN
            net := net + moved;
        WHEN 'clawback', 'adjust' THEN
            net := net - moved;
        WHEN 'hold' THEN
            net := net - moved;
            account.held := account.held + moved;
            INSERT INTO billing_tokenhold (account_id, key, amount, purpose)
            VALUES (account.id, p_key, moved, p_purpose) RETURNING * INTO hold;
        WHEN 'capture' THEN
            account.held := account.held - moved;
            UPDATE billing_tokenhold SET captured = captured + moved,
                closed_at = CASE WHEN captured + released + moved = amount THEN statement_timestamp() END
            WHERE id = hold.id;
        WHEN 'release' THEN
            net := net + moved;
            account.held := account.held - moved;
            UPDATE billing_tokenhold SET released = released + moved, closed_at = statement_timestamp()
            WHERE id = hold.id;
    END CASE;
    account.available := greatest(net, 0);
    account.debt := greatest(-net, 0);

    INSERT INTO billing_ledgerentry (account_id, kind, amount, key, available_after, held_after, debt_after,
                                     hold_id, actor_id, reason)
    VALUES (account.id, p_kind, moved, p_key, account.available, account.held, account.debt,
            hold.id, p_actor, p_reason)
    RETURNING id INTO entry;
    UPDATE billing_tokenaccount SET available = account.available, held = account.held, debt = account.debt,
                                    last_entry_id = entry
    WHERE id = account.id;
    RETURN QUERY SELECT true, moved, account.available, account.held, account.debt;
END
$$;
