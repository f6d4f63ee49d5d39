namespace GrayFlags.Simulator.Experiments;

/// <summary>A call that has ended.</summary>
internal readonly record struct PastCall(double At, ulong Unit, bool IsCanary, double Share, bool Failed, double Seconds);
