using System.Globalization;
using GrayFlags.Documents;

namespace GrayFlags.Rules.Conditions;

/// <summary>The unit is in a share by the hash of another system.</summary>
internal sealed class ForeignShareCondition : Condition
{
    private readonly ForeignHash _hash;
    private readonly ulong _first;
    private readonly ulong _end;
    private readonly BucketingUnit[] _units;
    private readonly MissingUnit _ifMissing;
    private readonly string _shown;

    /// <param name="definition">The share, which is valid.</param>
    /// <param name="hash">The hash with its salt.</param>
    /// <param name="units">The units to go by: the first that the context has.</param>
    public ForeignShareCondition(PercentageDefinition definition, ForeignHash hash, BucketingUnit[] units)
    {
        var outOf = definition.Whole;
        var from = definition.From ?? 0m;
        _hash = hash;
        _first = hash.FirstAt(from, outOf);
        _end = hash.FirstAt(from + definition.Of, outOf);
        _units = units;
        _ifMissing = definition.IfMissing ?? MissingUnit.Outside;
        var by = string.Join(", else ", units.Select(static unit => unit.ToString()));
        _shown = string.Create(
            CultureInfo.InvariantCulture,
            $"[{from}, {from + definition.Of}) of {outOf} by {by}, hash {definition.Hash}, salt '{definition.Salt}'");
    }

    public override long Steps => EvaluationCost.ForeignHash;

    public override bool Holds(ref EvaluationFrame frame) => TryGetPosition(ref frame, out var position) && Covers(position);

    public override ConditionExplanation Explain(ref EvaluationFrame frame)
    {
        var hasUnit = TryGetPosition(ref frame, out var position);
        var seen = hasUnit ? _hash.Shown(position) : $"the context has no {_units[0]}{_units[0].Hint(frame.Context)}";
        return new("percentage", _shown, seen, hasUnit && Covers(position));
    }

    private bool Covers(ulong position) => position >= _first && position < _end;

    private bool TryGetPosition(ref EvaluationFrame frame, out ulong position)
    {
        foreach (var unit in _units)
        {
            if (unit.TryGetPosition(ref frame, _hash, out position))
            {
                return true;
            }
        }

        if (_ifMissing == MissingUnit.Outside)
        {
            frame.SubjectMissing |= _end > _first;
            position = 0;
            return false;
        }

        if (_ifMissing == MissingUnit.Random)
        {
            return BucketingUnit.Request.TryGetPosition(ref frame, _hash, out position);
        }

        position = _hash.PositionOf("");
        return true;
    }
}
