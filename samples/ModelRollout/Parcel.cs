namespace ModelRollout;

/// <param name="Kilometres">How far it has to go.</param>
/// <param name="Stops">How often it is handed over.</param>
internal sealed record Parcel(double Kilometres, int Stops);
