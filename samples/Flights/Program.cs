using Flights;

return await FlightsCommand.RunAsync(args);
