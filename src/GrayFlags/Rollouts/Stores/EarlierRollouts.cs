using GrayFlags.Journals;
using GrayFlags.Rollouts.Control;

namespace GrayFlags.Rollouts.Stores;

/// <summary>Merges a file of the earlier format, which was written as a whole, into a journal: of two records of one rollout the more severe wins.</summary>
internal static class EarlierRollouts
{
    /// <summary>Returns the records to append to the journal; null when the bytes are not such a file.</summary>
    public static IReadOnlyList<JournalRecord>? TakeOver(byte[] bytes, JournalContent journal)
    {
        RolloutFileContent content;
        try
        {
            content = RolloutFileContent.Parse(bytes);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        var news = new List<JournalRecord>();
        var image = new RolloutImage { Changed = news.Add };
        Fill(image, journal);
        news.Clear();
        foreach (var record in content.Rollouts)
        {
            var before = image.Find(record);
            image.Merge(record);
            if (image.Find(record) is { } after && (before is null || !RolloutMerge.IsSame(before, after)))
            {
                news.Add(RolloutLines.Of(after));
            }
        }

        image.Add(content.Evidence);
        image.Add(content.Removed);
        return news;
    }

    private static void Fill(RolloutImage image, JournalContent journal)
    {
        foreach (var (key, entry) in journal.Entries.OrderBy(entry => entry.Value.Sequence))
        {
            switch (RolloutLines.Read(key, entry.Payload.Span))
            {
                case RolloutRecord record:
                    image.Merge(record);
                    break;
                case RolloutEvidence evidence:
                    image.Add([evidence]);
                    break;
                case RolloutRemoval removal:
                    image.Add([removal]);
                    break;
            }
        }
    }
}
