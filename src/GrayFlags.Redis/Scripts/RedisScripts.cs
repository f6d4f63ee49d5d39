namespace GrayFlags.Redis.Scripts;

/// <summary>Every script. Each one is atomic, and takes the time from the server that runs it.</summary>
/// <remarks>
/// Numbers that are compared exactly are texts of one width, or below 2^53: Lua has only doubles. Times are microseconds since 1970. A counter that others
/// remember is at least the time, so that a server that has lost its data, or its last writes, does not give a number again.
/// </remarks>
internal static class RedisScripts
{
    private const string Now = """
        local time = redis.call('TIME')
        local now = time[1] * 1000000 + time[2]
        local function text(number) return string.format('%.0f', number) end

        """;

    private const string End = """
        local function last()
            if redis.call('EXISTS', KEYS[1]) == 0 then return '0-0' end
            local stream = redis.call('XINFO', 'STREAM', KEYS[1])
            for i = 1, #stream, 2 do
                if stream[i] == 'last-generated-id' then return stream[i + 1] end
            end
        end

        """;

    // A number that somebody has overwritten is none: those that are above it begin at the time.
    private const string Number = """
        local function number(stored)
            local found = stored and string.match(stored, '^%d+$') and tonumber(stored)
            return found and found < 9007199254740992 and found or nil
        end

        """;

    // The hash of texts has the latest number, too, under an empty name: so a revision that is lost is missed.
    private const string Latest = """
        local function latest()
            local found = redis.call('ZREVRANGEBYLEX', KEYS[1], '(:', '[0', 'LIMIT', 0, 1)[1]
            local version = found and string.sub(found, 1, 19) or ''
            local written = redis.call('HGET', KEYS[2], '')
            local isNumber = written and #written == 19 and string.match(written, '^%d+$')
            if isNumber and written > version then return written, false end
            return version, found or false
        end

        """;

    /// <summary>No keys. Returns what the server says of its memory.</summary>
    public static readonly RedisScript Memory = new("return redis.call('INFO', 'memory')", isReadOnly: true);

    /// <summary>Keys: records. Arguments: the version that the caller knows. Returns the version, and all records when it is another one.</summary>
    public static readonly RedisScript ReadRecords = new("""
        local version = redis.call('HGET', KEYS[1], '') or ''
        if version == ARGV[1] then return {version} end
        return {version, redis.call('HGETALL', KEYS[1])}
        """, isReadOnly: true);

    /// <summary>
    /// Keys: records. Arguments: field, expected revision (-1 for a record that has none, since it is damaged), value (revision,
    /// blank, JSON), channel. Returns 1, or 0 and the value that is there.
    /// </summary>
    public static readonly RedisScript WriteRecord = new(Now + Number + """
        local current = redis.call('HGET', KEYS[1], ARGV[1])
        if current and (string.match(current, '^%d+') or '-1') ~= ARGV[2] then return {0, current} end
        local version = math.max(now, (number(redis.call('HGET', KEYS[1], '')) or 0) + 1)
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3], '', text(version))
        redis.pcall('PUBLISH', ARGV[4], '')
        return {1}
        """);

    /// <summary>Keys: records. Arguments: channel, then field and value for each record to forget, unless it has changed. Returns nothing.</summary>
    public static readonly RedisScript ForgetRecords = new(Now + Number + """
        for i = 2, #ARGV, 2 do
            if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then redis.call('HDEL', KEYS[1], ARGV[i]) end
        end
        local version = math.max(now, (number(redis.call('HGET', KEYS[1], '')) or 0) + 1)
        redis.call('HSET', KEYS[1], '', text(version))
        redis.pcall('PUBLISH', ARGV[1], '')
        return 1
        """);

    /// <summary>
    /// Keys: removals, their numbers, their ends. Arguments: channel, most entries, how many to forget at once, how long expired ones stay in seconds, then
    /// field and value (at, blank, until, blank, unit, blank, flag; times as ticks in 19 digits) of each removal. Returns how many were new.
    /// </summary>
    public static readonly RedisScript AddRemovals = new(Now + Number + """
        local last = number(redis.call('HGET', KEYS[1], '')) or 0
        local function isWhole(stored)
            local at, till, unit = string.match(stored, '^(%d+) (%d+) (%x+) ')
            local most = '3155378975999999999'
            return at and #at == 19 and #till == 19 and #unit == 16 and at <= most and till <= most
        end
        local added = 0
        for i = 5, #ARGV, 2 do
            local field, value = ARGV[i], ARGV[i + 1]
            local known = redis.call('HGET', KEYS[1], field)
            if not known or not isWhole(known) or string.sub(known, 1, 19) < string.sub(value, 1, 19) then
                last = math.max(last + 1, now)
                added = added + 1
                redis.call('HSET', KEYS[1], field, value, '', text(last))
                redis.call('ZADD', KEYS[2], text(last), field)
                local ended = math.max(tonumber(string.sub(value, 1, 19)), tonumber(string.sub(value, 21, 39)))
                redis.call('ZADD', KEYS[3], text(math.floor(ended / 10000000) - 62135596800), field)
            end
        end
        local function forget(fields)
            for _, field in ipairs(fields) do
                redis.call('HDEL', KEYS[1], field)
                redis.call('ZREM', KEYS[2], field)
                redis.call('ZREM', KEYS[3], field)
            end
        end
        forget(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', '(' .. text(time[1] - ARGV[4]), 'LIMIT', 0, ARGV[3]))
        if redis.call('ZCARD', KEYS[3]) > tonumber(ARGV[2]) then forget(redis.call('ZRANGE', KEYS[3], 0, ARGV[3] - 1)) end
        if added > 0 then redis.pcall('PUBLISH', ARGV[1], '') end
        return added
        """);

    /// <summary>
    /// Keys: removals, their numbers. Arguments: cursor, most entries. Returns the next cursor, 1 when there are more, field and value of each in turn, and 1
    /// when the last number that was given, or that of an entry, cannot be read.
    /// </summary>
    public static readonly RedisScript ReadRemovals = new(Number + """
        local found = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[1], '(9007199254740992', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
        local values = {}
        for i = 1, #found, 2 do
            local value = redis.call('HGET', KEYS[1], found[i])
            if value then
                values[#values + 1] = found[i]
                values[#values + 1] = value
            end
        end
        local reached = #found > 0 and string.format('%.0f', tonumber(found[#found])) or ARGV[1]
        if #found == 2 * ARGV[2] then return {reached, 1, values, 0} end
        local stored = redis.call('HGET', KEYS[1], '') or '0'
        local isOdd = #redis.call('ZRANGEBYSCORE', KEYS[2], '9007199254740992', '+inf', 'LIMIT', 0, 1) > 0
        if not number(stored) then return {reached, 0, values, 1} end
        return {stored, 0, values, isOdd and 1 or 0}
        """, isReadOnly: true);

    /// <summary>Keys: counters. Arguments: name, 1 for a number that is at least the time in milliseconds. Returns the number.</summary>
    public static readonly RedisScript TakeNumber = new(Now + Number + """
        local stored = redis.call('HGET', KEYS[1], ARGV[1]) or '0'
        local last = number(stored)
        if ARGV[2] == '1' then last = math.max(last or 0, math.floor(now / 1000) - 1) end
        if not last then return redis.error_reply('DAMAGED ' .. KEYS[1] .. ' ' .. ARGV[1]) end
        redis.call('HSET', KEYS[1], ARGV[1], text(last + 1))
        return text(last + 1)
        """);

    /// <summary>
    /// Keys: log, sequence of the member. Arguments: member, sequence, sequence in 19 digits, payload, how long the sequence is remembered in seconds.
    /// Returns 1 when it was new.
    /// </summary>
    /// <remarks>The stream counts the positions itself, from 0-1 and without a gap, and goes on counting when all its entries are gone.</remarks>
    public static readonly RedisScript Append = new(Now + """
        local known = redis.call('GET', KEYS[2])
        if known and known >= ARGV[3] then return 0 end
        redis.call('XADD', KEYS[1], '0-*', 'm', ARGV[1], 's', ARGV[2], 't', text(now), 'p', ARGV[4])
        redis.call('SET', KEYS[2], ARGV[3], 'EX', ARGV[5])
        return 1
        """);

    /// <summary>
    /// Keys: log. Arguments: first position, most entries, most bytes. Returns the time, the id of the last entry of the whole log, and the entries: at least
    /// one when there is any.
    /// </summary>
    public static readonly RedisScript ReadLog = new(Now + End + """
        local entries, bytes, from, isCut = {}, 0, '0-' .. ARGV[1], false
        repeat
            local part = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 50)
            for _, entry in ipairs(part) do
                bytes = bytes + #(entry[2][8] or '')
                isCut = #entries > 0 and (#entries >= tonumber(ARGV[2]) or bytes > tonumber(ARGV[3]))
                if isCut then break end
                entries[#entries + 1] = entry
            end
            from = #part > 0 and '(' .. part[#part][1]
        until isCut or #part < 50
        return {text(now), (isCut or #entries == 0) and last() or entries[#entries][1], entries}
        """, isReadOnly: true);

    /// <summary>
    /// Keys: log. Arguments: first position to keep, how long an entry stays in seconds, most entries to forget. Returns 1 when there may be more to forget.
    /// </summary>
    public static readonly RedisScript Trim = new(Now + Number + """
        local first
        local part = redis.call('XRANGE', KEYS[1], '-', '(0-' .. ARGV[1], 'COUNT', ARGV[3])
        local gone = 0
        for _, entry in ipairs(part) do
            local at = number(entry[2][6]) or 0
            if at > now - ARGV[2] * 1000000 and at <= now + ARGV[2] * 1000000 then break end
            gone = gone + 1
        end
        if gone == 0 then return 0 end
        redis.call('XTRIM', KEYS[1], 'MINID', '=', '0-' .. text(string.match(part[gone][1], '%d+$') + 1))
        return gone == tonumber(ARGV[3]) and 1 or 0
        """);

    /// <summary>
    /// Keys: log, positions of checkpoints. Arguments: last position of interest, most entries between a checkpoint and the end. Returns field and position of
    /// each in turn, from the least position.
    /// </summary>
    public static readonly RedisScript ReadPositions = new(End + """
        return redis.call('ZRANGEBYSCORE', KEYS[2], string.match(last(), '%d+$') - ARGV[2], ARGV[1], 'WITHSCORES')
        """, isReadOnly: true);

    /// <summary>
    /// Keys: log, checkpoints, their positions. Arguments: field, attempt, expected revision, position, JSON, next revision, origin without blanks. Returns
    /// 1, or 0 and the value of this attempt that is there: attempt, revision, position, digest of the JSON, origin and JSON, with a blank between two.
    /// </summary>
    public static readonly RedisScript WriteCheckpoint = new(End + """
        local current = redis.call('HGET', KEYS[2], ARGV[1])
        local attempt, revision = '0', '0'
        if current then
            attempt, revision = string.match(current, '^(%d+) (%d+)')
            if not attempt then attempt, revision = ARGV[2], '0' end
        end
        if attempt ~= ARGV[2] then revision = '0' end
        local isBehind = tonumber(attempt) > tonumber(ARGV[2]) or revision ~= ARGV[3]
        if isBehind or tonumber(ARGV[4]) > tonumber(string.match(last(), '%d+$')) then return {0, attempt == ARGV[2] and current} end
        redis.call('HSET', KEYS[2], ARGV[1], table.concat({ARGV[2], ARGV[6], ARGV[4], redis.sha1hex(ARGV[5]), ARGV[7], ARGV[5]}, ' '))
        redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
        return {1}
        """);

    /// <summary>
    /// Keys: checkpoints. Arguments: field, attempt. Returns nothing when there is no checkpoint of the attempt; else revision, position and origin, when the
    /// JSON is what was written.
    /// </summary>
    public static readonly RedisScript ReadCheckpointHead = new("""
        local stored = redis.call('HGET', KEYS[1], ARGV[1])
        if not stored then return {} end
        local attempt, revision, position, digest, origin, json = string.match(stored, '^(%d+) (%d+) (%d+) (%x+) (%S*) ()')
        if attempt and attempt ~= ARGV[2] then return {} end
        if not attempt or digest ~= redis.sha1hex(string.sub(stored, json)) then return {0} end
        return {1, revision, position, origin}
        """, isReadOnly: true);

    /// <summary>
    /// Keys: revisions, texts. Returns nothing when there is no version; else the latest one in 19 digits, its revision or nothing, and 1 when its text is
    /// there.
    /// </summary>
    public static readonly RedisScript ReadLatest = new(Latest + """
        local version, found = latest()
        if version == '' then return {} end
        return {version, found, redis.call('HEXISTS', KEYS[2], version)}
        """, isReadOnly: true);

    /// <summary>
    /// Keys: revisions, texts. Arguments: only versions below this one, in 19 digits, or a colon for all; most versions. Returns revisions, newest first: of
    /// the latest one its number, when no more is there.
    /// </summary>
    public static readonly RedisScript ReadHistory = new(Latest + """
        local revisions = redis.call('ZREVRANGEBYLEX', KEYS[1], '(' .. ARGV[1], '[0', 'LIMIT', 0, ARGV[2])
        local version, found = latest()
        if version ~= '' and not found and (ARGV[1] == ':' or version < ARGV[1]) then
            table.insert(revisions, 1, version)
            if #revisions > tonumber(ARGV[2]) then table.remove(revisions) end
        end
        return revisions
        """, isReadOnly: true);

    /// <summary>
    /// Keys: revisions, texts. Arguments: version in 19 digits, or nothing for the latest. Returns nothing when there is none; else the version in 19 digits,
    /// its revision and its text, each of which may be lost.
    /// </summary>
    public static readonly RedisScript ReadDocument = new(Latest + """
        local version, found = ARGV[1], false
        if version == '' then
            version, found = latest()
        else
            found = redis.call('ZRANGEBYLEX', KEYS[1], '[' .. version .. ' ', '(' .. version .. '!', 'LIMIT', 0, 1)[1] or false
        end
        local text = version ~= '' and redis.call('HGET', KEYS[2], version)
        if version == '' or (ARGV[1] ~= '' and not found and not text) then return {} end
        return {version, found, text}
        """, isReadOnly: true);

    /// <summary>
    /// Keys: revisions, texts. Arguments: expected version and new version in 19 digits, the revision as JSON, text, channel, how many versions stay, and how
    /// long, in seconds. Returns 1 and the revision as it is kept; or 0, and the latest version, its revision and its text, when there is one.
    /// </summary>
    public static readonly RedisScript WriteDocument = new(Now + Latest + """
        local version, found = latest()
        if (version == '' and string.rep('0', 19) or version) ~= ARGV[1] then
            if version == '' then return {0} end
            return {0, version, found, redis.call('HGET', KEYS[2], version)}
        end
        local revision = ARGV[2] .. ' ' .. string.format('%016.0f', now) .. ' ' .. ARGV[3]
        redis.call('HSET', KEYS[2], ARGV[2], ARGV[4], '', ARGV[2])
        redis.call('ZADD', KEYS[1], 0, revision)
        redis.pcall('PUBLISH', ARGV[5], '')
        local extra = redis.call('ZCARD', KEYS[1]) - ARGV[6]
        if extra > 0 then
            for _, old in ipairs(redis.call('ZRANGE', KEYS[1], 0, math.min(extra, 50) - 1)) do
                if (tonumber(string.sub(old, 21, 36)) or 0) > now - ARGV[7] * 1000000 then break end
                redis.call('ZREM', KEYS[1], old)
                redis.call('HDEL', KEYS[2], string.sub(old, 1, 19))
            end
        end
        return {1, revision}
        """);

    /// <summary>Keys: members, their times. Arguments: node, value, how long a member stays in seconds. Returns nothing.</summary>
    public static readonly RedisScript Join = new(Now + """
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        redis.call('ZADD', KEYS[2], text(now), ARGV[1])
        local function forget(from, to)
            for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], from, to, 'LIMIT', 0, 100)) do
                redis.call('HDEL', KEYS[1], gone)
                redis.call('ZREM', KEYS[2], gone)
            end
        end
        forget('-inf', text(now - ARGV[3] * 1000000))
        forget(text(now + ARGV[3] * 1000000), '+inf')
        redis.call('EXPIRE', KEYS[1], 2 * ARGV[3])
        redis.call('EXPIRE', KEYS[2], 2 * ARGV[3])
        return 1
        """);

    /// <summary>Keys: members, their times. Arguments: how long a member stays in seconds. Returns time and value of each in turn.</summary>
    public static readonly RedisScript ReadMembers = new(Now + """
        local members = {}
        local found = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. text(now - ARGV[1] * 1000000), text(now + ARGV[1] * 1000000), 'WITHSCORES')
        for i = 1, #found, 2 do
            local value = redis.call('HGET', KEYS[1], found[i])
            if value then
                members[#members + 1] = text(tonumber(found[i + 1]))
                members[#members + 1] = value
            end
        end
        return members
        """, isReadOnly: true);
}
