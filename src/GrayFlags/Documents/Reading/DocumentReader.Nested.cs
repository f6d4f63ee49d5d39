using GrayFlags.Documents.Problems;

namespace GrayFlags.Documents.Reading;

internal static partial class DocumentReader
{
    // Held down here already: the depth of JSON is a limit that an app may raise, and the stack is not.
    private static ConditionsDefinition? ReadNested(ref JsonCursor json, int depth)
    {
        if (depth <= DocumentLimits.MaxNesting)
        {
            return ReadConditions(ref json, Fields.Nested, depth);
        }

        json.Report(ProblemText.NestedTooDeep(DocumentLimits.MaxNesting));
        json.Skip();
        return null;
    }

    private static List<ConditionsDefinition>? ReadNestedList(ref JsonCursor json, int depth) =>
        ReadItems<ConditionsDefinition>(
            ref json, "a list of objects of conditions, such as [{ \"users\": [\"u-1\"] }],", (ref json) => ReadNested(ref json, depth));
}
