using System.Globalization;
using System.Text;
using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>Random runs of appends, deaths at any byte and damage to one file, against a dictionary.</summary>
[Fault("R4")]
internal sealed class JournalModelTests
{
    private const int Steps = 60;

    private JournalRig _rig = null!;
    private Random _random = null!;
    private Dictionary<string, string> _model = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new JournalRig();
        _model = [];
    }

    [TearDown]
    public void TearDown() => _rig.Dispose();

    [Test]
    public void WhateverHappens_NothingDoneIsLost([Range(1, 12)] int seed)
    {
        _random = new Random(seed);
        var journal = _rig.Open();
        for (var step = 0; step < Steps; step++)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, step {step}");
            var records = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => RandomRecord()).ToList();
            var before = Bytes();
            Assert.That(journal.Append(records).Problem, Is.Null, where);
            var dies = _random.Next(3) == 0;
            if (dies)
            {
                Die(before, Bytes());
            }

            // Damage that nobody has found yet must not meet the next one, in the other file.
            var isDamaged = _random.Next(3) == 0;
            if (isDamaged)
            {
                Damage(_random.Next(2));
            }

            if (dies || isDamaged || _random.Next(4) == 0)
            {
                journal = _rig.Open();
            }

            var content = journal.Read();
            Assert.That(content.IsUncertain, Is.False, () => $"{where}: {content.Problem}");
            Adopt(records, content, dies, where);
        }
    }

    // Of an append that never returned, the first so many records may be there.
    private void Adopt(List<JournalRecord> records, JournalContent content, bool dies, string where)
    {
        var seen = JournalRig.Show(content);
        for (var taken = dies ? 0 : records.Count; taken <= records.Count; taken++)
        {
            var model = new Dictionary<string, string>(_model);
            foreach (var record in records.Take(taken))
            {
                model.Remove(record.Key);
                if (record.Payload is { } payload)
                {
                    model[record.Key] = Encoding.UTF8.GetString(payload.Span);
                }
            }

            if (seen == string.Join(' ', model.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}")))
            {
                _model = model;
                return;
            }
        }

        Assert.Fail($"{where}: {seen}");
    }

    private JournalRecord RandomRecord()
    {
        var key = $"k{_random.Next(6)}";

        // Long ones, so that files are compacted now and then.
        return JournalRig.Record(key, _random.Next(4) == 0 ? null : $"\"{_random.Next(100)}{new string('x', _random.Next(10) == 0 ? 20_000 : 5)}\"");
    }

    // The journal first, then its copy: each as far as the process came.
    private void Die(byte[]?[] before, byte[]?[] after)
    {
        var first = _random.Next(2) == 0 ? after[0] : Between(before[0], after[0]!);
        var second = !ReferenceEquals(first, after[0]) ? before[1] : _random.Next(2) == 0 ? before[1] : Between(before[1], after[1]!);
        Put(_rig.Path, first);
        Put(_rig.Copy, second);
    }

    private byte[]? Between(byte[]? before, byte[] after) =>
        before is not null && after.AsSpan().StartsWith(before) ? after[.._random.Next(before.Length, after.Length)] : before;

    private void Damage(int file)
    {
        var path = _rig.Files[file];
        if (!File.Exists(path) || !File.Exists(_rig.Files[1 - file]))
        {
            return;
        }

        var bytes = File.ReadAllBytes(path);
        switch (_random.Next(5))
        {
            case 0:
                bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes = bytes[.._random.Next(bytes.Length)];
                break;
            case 2:
                var start = _random.Next(bytes.Length);
                bytes.AsSpan(start, _random.Next(1, bytes.Length - start + 1)).Clear();
                break;
            case 3:
                bytes = [.. bytes, .. new byte[_random.Next(1, 5_000)]];
                break;
            default:
                File.Delete(path);
                return;
        }

        File.WriteAllBytes(path, bytes);
    }

    private byte[]?[] Bytes() => [.. _rig.Files.Select(path => File.Exists(path) ? File.ReadAllBytes(path) : null)];

    private static void Put(string path, byte[]? bytes)
    {
        if (bytes is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllBytes(path, bytes);
        }
    }
}
