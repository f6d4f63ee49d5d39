using System.Text;
using System.Text.Json;
using GrayFlags.Documents;
using GrayFlags.Tool.Common;
using GrayFlags.Tool.Rules;
using Spectre.Console;

namespace GrayFlags.Tool.Convert;

/// <summary>The outcome for a document of another system: flags that were refused, flags that draw at each call, and who is drawn anew.</summary>
internal sealed class ConversionReport
{
    private readonly string _system;
    private readonly DocumentReadResult _read;
    private readonly List<string> _keeping = [];
    private readonly List<string> _drawing = [];
    private readonly List<string> _anew = [];

    public ConversionReport(string system, DocumentReadResult read)
    {
        _system = system;
        _read = read;
        foreach (var (name, _) in read.Document?.Flags ?? new Dictionary<string, FlagDefinition>())
        {
            var shares = Shares(name).ToList();
            AddIf(_keeping, shares.Exists(static share => share.Hash is not null));
            AddIf(_drawing, shares.Exists(static share => IsRequest(share) || share.IfMissing == MissingUnit.Random));

            // A share without their hash takes our buckets. By request nobody is kept anywhere.
            AddIf(_anew, shares.Exists(static share => share.Hash is null && !IsRequest(share)));

            void AddIf(List<string> names, bool isOne)
            {
                if (isOne)
                {
                    names.Add(name);
                }
            }
        }
    }

    private IReadOnlyList<DocumentProblem> Refused => _read.Document is null ? _read.Problems : _read.LeftOut;

    public void WriteText(Terminal terminal)
    {
        foreach (var problem in Refused)
        {
            Say(terminal, _read.Document is null ? "refused: " : "left out: ", Color.Red, ProblemLine.Of(problem));
        }

        if (_read.Document is not { } document)
        {
            terminal.Error.WriteLine("Nothing is written. --leave-out converts the flags that can be expressed.");
            terminal.Error.WriteLine("--custom NAME takes a strategy or filter of the app's own for the custom condition of that name.");
            return;
        }

        Say(terminal, $"{Count(document.Flags.Count)} of {_system} converted. ", Color.Green, Anew());
        if (_keeping.Count > 0)
        {
            var advice = $"shares go by the hash of {_system}; keep 'hash' and 'salt' in them, else their users are drawn anew.";
            Say(terminal, "kept: ", Color.Green, $"{List(_keeping)}: {advice}");
        }

        if (_drawing.Count > 0)
        {
            Say(terminal, "drawn at each call, there as here: ", Color.Yellow, $"{List(_drawing)}: calls by chance, or for who has no id to go by.");
        }
    }

    public void WriteJson(TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Lines))
        {
            json.WriteStartObject();
            json.Field("system", _system).Field("flags", _read.Document?.Flags.Count);
            json.WriteStartArray(_read.Document is null ? "refused" : "leftOut");
            foreach (var problem in Refused)
            {
                json.WriteStartObject();
                json.Field("path", problem.Path).Field("message", problem.Message).Field("line", problem.Line).Field("column", problem.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Write(json, "keepsBuckets", _keeping);
            Write(json, "drawnAtEachCall", _drawing);
            Write(json, "drawnAnew", _anew);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, string name, List<string> flags)
    {
        json.WriteStartArray(name);
        flags.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static bool IsRequest(PercentageDefinition share) => string.Equals(share.By, "request", StringComparison.OrdinalIgnoreCase);

    private static string Count(int count) => count == 1 ? "1 flag" : $"{count} flags";

    private static string List(List<string> names) => string.Join(", ", names);

    private static void Say(Terminal terminal, string label, Color colour, string text)
    {
        terminal.ErrorConsole.Profile.Width = int.MaxValue;
        terminal.ErrorConsole.Write(new Paragraph().Append(label, new Style(colour)).Append(text));
        terminal.ErrorConsole.WriteLine();
    }

    private string Anew() => _anew.Count == 0 ? "Nobody is drawn anew." : $"Drawn anew are the users of {List(_anew)}.";

    private IEnumerable<PercentageDefinition> Shares(string flag)
    {
        var one = new FlagDocument { Flags = new Dictionary<string, FlagDefinition> { [flag] = _read.Document!.Flags[flag] } };
        return ConditionPlace.In(one).Select(static place => (place.Conditions as ConditionsDefinition)?.Percentage).OfType<PercentageDefinition>();
    }
}
