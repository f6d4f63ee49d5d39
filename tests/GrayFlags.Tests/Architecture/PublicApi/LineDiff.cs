namespace GrayFlags.Tests.Architecture.PublicApi;

/// <summary>The lines that were added and removed between two texts, by their longest common subsequence, each under the type it belongs to.</summary>
internal static class LineDiff
{
    public static IReadOnlyList<string> Between(string[] before, string[] after)
    {
        var common = CommonLengths(before, after);
        var diff = new List<string>();
        string? heading = null;
        int i = 0, j = 0;
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                heading = IsMember(after[j]) ? heading : $"  {after[j]}";
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                Add('-', before[i++]);
            }
            else
            {
                Add('+', after[j++]);
            }
        }

        return diff;

        void Add(char sign, string line)
        {
            if (heading is not null && IsMember(line))
            {
                diff.Add(heading);
            }

            heading = null;
            diff.Add($"{sign} {line}");
        }
    }

    private static bool IsMember(string line) => line.StartsWith(' ');

    private static int[,] CommonLengths(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
