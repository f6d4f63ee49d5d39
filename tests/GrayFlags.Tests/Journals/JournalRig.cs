using System.Text;
using GrayFlags.Journals;
using GrayFlags.Tests.Kit;
using NUnit.Framework;

namespace GrayFlags.Tests.Journals;

/// <summary>A journal in a directory of its own, and what one may do to its two files.</summary>
internal sealed class JournalRig : IDisposable
{
    public const string Kind = "test";

    private readonly TempFolder _folder = new();

    public JournalRig() => Directory.CreateDirectory(_folder["state"]);

    public string Path => System.IO.Path.Combine(_folder["state"], "things.journal");

    public string Copy => Path + Journal.CopySuffix;

    public string[] Files => [Path, Copy];

    public static JournalRecord Record(string key, string? payload) =>
        payload is null ? JournalRecord.Removal(key) : new JournalRecord(key, Encoding.UTF8.GetBytes(payload));

    public static string Show(JournalContent content) =>
        string.Join(' ', content.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key}={Encoding.UTF8.GetString(entry.Value.Payload.Span)}"));

    /// <summary>The longest wait for the lock; short where a test holds it.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(5);

    public Journal Open(string kind = Kind) => new(Path, kind) { Patience = Patience };

    /// <summary>What a process that starts now reads.</summary>
    public JournalContent Read() => Open().Read();

    /// <summary>A journal with a compacted state, changes behind it, and a key that was taken away.</summary>
    public Journal Sample()
    {
        var journal = Open();
        Append(journal, ("off", "true"), ("gone", "1"), ("rolled/back", """{"phase":"RolledBack"}"""));
        Assert.That(File.ReadAllBytes(Path), Is.Not.Empty);
        File.Delete(Copy);

        // The copy is written anew from the state, so that the two differ in form and not in what they hold.
        Assert.That(Read().Damage, Is.EqualTo(JournalDamage.Mended));
        journal = Open();
        Append(journal, ("gone", null));
        Append(journal, ("off", "\"yes\""), ("käse & ähnliches", "[1]"));
        return journal;
    }

    public static void Append(Journal journal, params (string Key, string? Payload)[] records) =>
        Assert.That(journal.Append([.. records.Select(record => Record(record.Key, record.Payload))]).Problem, Is.Null);

    public void Restore(byte[][] files)
    {
        for (var index = 0; index < files.Length; index++)
        {
            Remove(Files[index]);
            File.WriteAllBytes(Files[index], files[index]);
        }
    }

    public byte[][] Save() => [.. Files.Select(File.ReadAllBytes)];

    public static void Remove(string path)
    {
        if (Directory.Exists(path) && new FileInfo(path).LinkTarget is null)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    public void Dispose() => _folder.Dispose();
}
