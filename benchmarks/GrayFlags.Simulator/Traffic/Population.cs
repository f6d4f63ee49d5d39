namespace GrayFlags.Simulator.Traffic;

/// <summary>Users that come again and again.</summary>
internal sealed class Population
{
    private const int Places = 1 << 16;
    private const double MostCalls = 400;

    private readonly User[] _users;
    private readonly int[]? _places;

    /// <param name="draws">Where chance comes from.</param>
    /// <param name="users">How many.</param>
    /// <param name="broken">The share of them of whom half of all calls fail.</param>
    /// <param name="isUneven">Whether some call up to 400 times as often as others.</param>
    public Population(Draws draws, int users, double broken, bool isUneven = false)
    {
        _users = new User[users];
        for (var user = 0; user < users; user++)
        {
            _users[user] = new User(draws.NextWord(), draws.Next(), draws.Chance(broken));
        }

        if (isUneven)
        {
            _places = Place(draws, users);
        }
    }

    public User Pick(Draws draws) => _users[_places is null ? (int)(draws.Next() * _users.Length) : _places[(int)(draws.Next() * Places)]];

    // As many places as a user calls, in all as many as there are.
    private static int[] Place(Draws draws, int users)
    {
        var calls = new double[users];
        for (var user = 0; user < users; user++)
        {
            calls[user] = Math.Pow(MostCalls, draws.Next());
        }

        var places = new int[Places];
        var (all, sum, place) = (calls.Sum(), 0.0, 0);
        for (var user = 0; user < users; user++)
        {
            sum += calls[user];
            for (var end = (int)Math.Round(sum / all * Places); place < end; place++)
            {
                places[place] = user;
            }
        }

        return places;
    }
}
