using System.Globalization;
using System.Text;
using GrayFlags.Journals;

namespace GrayFlags.Tests.Saver;

/// <summary>Appends to a journal until it is killed.</summary>
internal static class JournalKeeper
{
    /// <summary>Counts a key up, with so much beside it that files are compacted again and again; prints each number that is done.</summary>
    public static void CountForever(string path, string key)
    {
        var journal = new Journal(path, "test");
        var content = journal.Read();
        var number = content.Entries.TryGetValue(key, out var entry) ? long.Parse(entry.Payload.Span, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        while (true)
        {
            number++;
            var write = journal.Append(
                new JournalRecord(key, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))),
                new JournalRecord(key + "-ballast", Encoding.ASCII.GetBytes($"\"{new string('x', 5_000)}\"")));
            if (write.Problem is { } problem)
            {
                Console.WriteLine(problem);
                return;
            }

            Console.WriteLine(number);
        }
    }
}
